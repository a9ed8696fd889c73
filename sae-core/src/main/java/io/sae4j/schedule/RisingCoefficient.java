package io.sae4j.schedule;

import java.util.OptionalLong;

/**
 * The built-in schedule: the coefficient rises, and stays.
 *
 * @param rise how; at step t it is at {@code t/span}, so that the first step has its start
 */
public record RisingCoefficient(Rise rise) implements CoefficientSchedule {
    @Override
    public double factor(long step, OptionalLong totalSteps) {
        return rise.after((double) step, rise.span().length(totalSteps));
    }
}
