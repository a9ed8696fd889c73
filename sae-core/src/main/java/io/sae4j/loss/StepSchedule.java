package io.sae4j.loss;

import java.util.Map;

/**
 * The numbers of a loss term that change from step to step, over one run: made for the run by {@link LossTerm#schedule}, used
 * by one thread. The term's graph reads them by {@link LossGraph#stepValue}.
 */
@FunctionalInterface
public interface StepSchedule {
    /** No numbers. */
    StepSchedule NONE = step -> Map.of();

    /**
     * The numbers by name in step {@code step}, counted from 0. Asked once a step, in order, before the step; the names are
     * the same in every step.
     */
    Map<String, Double> at(long step);

    /**
     * Takes what the term's graph {@linkplain LossGraph#report reported} in the step that was asked for last, by name; nothing
     * where the term was left out of the step.
     */
    default void observe(Map<String, Double> reported) {}
}
