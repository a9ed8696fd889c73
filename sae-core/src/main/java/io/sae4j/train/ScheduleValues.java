package io.sae4j.train;

import io.sae4j.loss.Loss;
import io.sae4j.schedule.CoefficientSchedule;
import io.sae4j.schedule.Rise;
import io.sae4j.schedule.RisingCoefficient;
import io.sae4j.schedule.Span;
import java.util.LinkedHashMap;
import java.util.Map;

/** Schedules as JSON-compatible values, for a recipe. */
final class ScheduleValues {
    /** What stands for a schedule of the user's own. */
    static final String FUNCTION = "function";

    private ScheduleValues() {}

    static Map<String, Object> of(LearningRateSchedule schedule) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("shape", schedule.shape().name());
        values.put("floor", schedule.floor());
        values.put("cycles", schedule.cycles());
        values.put("warmUp", of(schedule.warmUp()));
        values.put("decay", of(schedule.decay()));
        values.put("endFactor", schedule.endFactor());
        return values;
    }

    /** Adds {@code warmUpSteps} where that says all, as it did before there were other schedules; else {@code schedule}. */
    static void add(Loss loss, Map<String, Object> values) {
        CoefficientSchedule schedule = loss.schedule();
        if (!(schedule instanceof RisingCoefficient rising)) {
            values.put("schedule", FUNCTION);
            return;
        }
        Span span = rising.rise().span();
        if (rising.rise().equals(Rise.linear(span)) && span.share().isEmpty()) {
            values.put("warmUpSteps", span.steps().orElseThrow());
        } else {
            values.put("schedule", of(rising.rise()));
        }
    }

    private static Map<String, Object> of(Rise rise) {
        Map<String, Object> values = new LinkedHashMap<>(of(rise.span()));
        values.put("form", rise.form().name());
        values.put("from", rise.from());
        values.put("stairs", rise.stairs());
        return values;
    }

    private static Map<String, Object> of(Span span) {
        Map<String, Object> values = new LinkedHashMap<>();
        span.steps().ifPresent(steps -> values.put("steps", steps));
        span.share().ifPresent(share -> values.put("share", share));
        return values;
    }
}
