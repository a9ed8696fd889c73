package io.sae4j.loss;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.schedule.CoefficientSchedule;
import io.sae4j.schedule.Rise;
import io.sae4j.schedule.Span;
import java.util.OptionalLong;

/**
 * A term with its coefficient and how that changes over the run.
 *
 * @param term the term
 * @param coefficient its full weight, at least 0
 * @param schedule the share of the coefficient at each step
 */
public record Loss(LossTerm term, double coefficient, CoefficientSchedule schedule) {
    public Loss {
        checkArgument(
                coefficient >= 0 && Double.isFinite(coefficient),
                "coefficient of loss '%s' must be at least 0 and finite, got %s",
                term.name(),
                coefficient);
    }

    public static Loss of(LossTerm term, double coefficient) {
        return new Loss(term, coefficient, CoefficientSchedule.NONE);
    }

    /**
     * The same term with a linear warm-up: at step {@code t}, counted from 0, it weighs
     * {@code coefficient · min(1, t / steps)} (as SAELens does). 0 for the full coefficient from the start.
     */
    public Loss warmUp(long steps) {
        checkArgument(steps >= 0, "warmUpSteps of loss '%s' must be at least 0, got %s", term.name(), steps);
        return warmUp(Span.steps(steps));
    }

    /** The same term with a linear warm-up over a part of the run. */
    public Loss warmUp(Span span) {
        return schedule(CoefficientSchedule.of(span.equals(Span.NONE) ? Rise.NONE : Rise.linear(span)));
    }

    /** The same term with a coefficient that changes as {@code schedule} says. */
    public Loss schedule(CoefficientSchedule schedule) {
        return new Loss(term, coefficient, schedule);
    }

    public String name() {
        return term.name();
    }

    /**
     * The weight at step {@code step}, counted from 0.
     *
     * @param totalSteps length of the run, where it is known
     * @throws IllegalStateException when the schedule gives a negative number or one that is not finite
     */
    public double coefficientAt(long step, OptionalLong totalSteps) {
        double factor = schedule.factor(step, totalSteps);
        if (!(factor >= 0 && Double.isFinite(factor))) {
            throw new IllegalStateException("the schedule of loss '" + term.name()
                    + "' must give a number of at least 0, got " + factor + " at step " + step);
        }
        return coefficient * factor;
    }
}
