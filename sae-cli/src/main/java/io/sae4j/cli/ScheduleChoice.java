package io.sae4j.cli;

import io.sae4j.schedule.Rise;
import io.sae4j.schedule.Span;
import io.sae4j.train.LearningRateSchedule;
import java.util.Locale;

/** Learning-rate schedules by name, each after a warm-up like the default's. */
enum ScheduleChoice {
    CONSTANT,
    LINEAR,
    COSINE;

    LearningRateSchedule schedule() {
        LearningRateSchedule schedule = switch (this) {
            case CONSTANT -> LearningRateSchedule.constant();
            case LINEAR -> LearningRateSchedule.linear(0);
            case COSINE -> LearningRateSchedule.cosine(0);
        };
        return schedule.warmUp(Rise.linear(Span.steps(100).atMost(0.1)));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
