package io.sae4j.train;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.OptionalLong;

/**
 * Starts a run with more codes per row than it ends with: a TopK or BatchTopK encoder keeps {@code k·factor} at first, falling to k.
 * While many features fire, each gets gradients from many rows and finds a direction of its own; rare directions are
 * found that a run with k from the start misses. Encoders with a penalty whose L0 is steered to a target narrow it in the same way.
 *
 * @param startFactor multiple of k at the first step, at least 1; 1 for no annealing
 * @param until share of the run, in (0, 1], after which k itself holds
 * @param shape how the multiple falls
 */
public record KAnnealing(double startFactor, double until, Shape shape) {
    /** k from the first step to the last. */
    public static final KAnnealing NONE = new KAnnealing(1, 1);

    /** How the multiple of k falls from {@code startFactor} to 1, with u the share of the annealing that is done. */
    public enum Shape {
        /** With {@code √(1 − u)}: wide for long, and narrow soon at the end. */
        ROOT,
        /** With {@code 1 − u}, as in dictionary_learning and sparsify. */
        LINEAR
    }

    public KAnnealing {
        checkArgument(
                startFactor >= 1 && Double.isFinite(startFactor),
                "startFactor must be at least 1 and finite, got %s",
                startFactor);
        checkArgument(until > 0 && until <= 1, "until must be in (0, 1], got %s", until);
    }

    /** Falling with the root of what is left. */
    public KAnnealing(double startFactor, double until) {
        this(startFactor, until, Shape.ROOT);
    }

    /** Falling in a straight line. */
    public static KAnnealing linear(double startFactor, double until) {
        return new KAnnealing(startFactor, until, Shape.LINEAR);
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
        double left = Math.max(0, 1 - step / (until * totalSteps.getAsLong()));
        return 1 + (startFactor - 1) * (shape == Shape.LINEAR ? left : Math.sqrt(left));
    }

    /** The share of the run, in [0, 1], at whose end k itself holds. */
    double shareAtEnd() {
        return startFactor == 1 ? 1 : 1 - until;
    }
}
