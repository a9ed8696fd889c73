package io.sae4j.schedule;

import java.util.OptionalLong;

/**
 * How the coefficient of a loss term changes over a run. The built-in ones are saved with the recipe; a function of one's own
 * is not, and an SAE trained with one cannot be trained again by its recipe alone.
 */
@FunctionalInterface
public interface CoefficientSchedule {
    /** The whole coefficient from the first step on. */
    CoefficientSchedule NONE = new RisingCoefficient(Rise.NONE);

    /**
     * The share of the coefficient that counts at {@code step}, counted from 0; at least 0, and finite.
     *
     * @param totalSteps length of the run, where it is known
     */
    double factor(long step, OptionalLong totalSteps);

    /** From 0, in proportion to the steps: {@code min(1, t/span)}, as in SAELens. */
    static CoefficientSchedule linear(Span span) {
        return of(Rise.linear(span));
    }

    /** From 0 along a cosine: {@code (1 − cos(π·t/span))/2}. */
    static CoefficientSchedule cosine(Span span) {
        return of(Rise.cosine(span));
    }

    /** From 0 in {@code stairs} equal stairs over {@code span}. */
    static CoefficientSchedule stepwise(int stairs, Span span) {
        return of(Rise.stepwise(stairs, span));
    }

    /** A rise of any form. */
    static CoefficientSchedule of(Rise rise) {
        return rise.equals(Rise.NONE) ? NONE : new RisingCoefficient(rise);
    }
}
