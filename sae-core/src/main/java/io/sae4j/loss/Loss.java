package io.sae4j.loss;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A term with its coefficient: at step {@code t}, counted from 0, it weighs
 * {@code coefficient · min(1, t / warmUpSteps)} (as SAELens does; the full coefficient from the start without warm-up).
 *
 * @param term the term
 * @param coefficient its weight after the warm-up, at least 0
 * @param warmUpSteps steps of linear warm-up from 0
 */
public record Loss(LossTerm term, double coefficient, long warmUpSteps) {
    public Loss {
        checkArgument(
                coefficient >= 0 && Double.isFinite(coefficient),
                "coefficient of loss '%s' must be at least 0 and finite, got %s",
                term.name(),
                coefficient);
        checkArgument(
                warmUpSteps >= 0, "warmUpSteps of loss '%s' must be at least 0, got %s", term.name(), warmUpSteps);
    }

    public static Loss of(LossTerm term, double coefficient) {
        return new Loss(term, coefficient, 0);
    }

    /** The same term with a linear warm-up over {@code steps} steps. */
    public Loss warmUp(long steps) {
        return new Loss(term, coefficient, steps);
    }

    public String name() {
        return term.name();
    }

    /** The weight at step {@code step}, counted from 0. */
    public double coefficientAt(long step) {
        return warmUpSteps == 0 ? coefficient : coefficient * Math.min(1.0, (double) step / warmUpSteps);
    }
}
