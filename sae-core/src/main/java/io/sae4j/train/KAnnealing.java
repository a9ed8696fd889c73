package io.sae4j.train;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.OptionalLong;

/**
 * Starts a run with more codes per row than it ends with: a TopK or BatchTopK encoder keeps {@code k·factor} at first, falling to k
 * with the root of the time that is left. While many features fire, each gets gradients from many rows and finds a direction of its own; rare directions are
 * found that a run with k from the start misses.
 *
 * @param startFactor multiple of k at the first step, at least 1; 1 for no annealing
 * @param until share of the run, in (0, 1], after which k itself holds
 */
public record KAnnealing(double startFactor, double until) {
    /** k from the first step to the last. */
    public static final KAnnealing NONE = new KAnnealing(1, 1);

    public KAnnealing {
        checkArgument(
                startFactor >= 1 && Double.isFinite(startFactor),
                "startFactor must be at least 1 and finite, got %s",
                startFactor);
        checkArgument(until > 0 && until <= 1, "until must be in (0, 1], got %s", until);
    }

    /**
     * The multiple of k at {@code step}, counted from 0.
     *
     * @param totalSteps length of the run; where it is unknown there is no annealing
     */
    public double factor(long step, OptionalLong totalSteps) {
        if (totalSteps.isEmpty()) {
            return 1;
        }
        double done = step / (until * totalSteps.getAsLong());
        return 1 + (startFactor - 1) * Math.sqrt(Math.max(0, 1 - done));
    }

    /** The share of the run, in [0, 1], at whose end k itself holds. */
    double shareAtEnd() {
        return startFactor == 1 ? 1 : 1 - until;
    }
}
