package io.sae4j.loss;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The schedules of all loss terms over one run. */
public final class StepSchedules {
    private final Map<String, StepSchedule> byTerm = new LinkedHashMap<>();

    /** @param totalSteps length of the run, empty where it is unknown */
    public StepSchedules(List<Loss> losses, OptionalLong totalSteps) {
        for (Loss loss : losses) {
            byTerm.put(loss.name(), loss.term().schedule(totalSteps));
        }
    }

    /** The numbers of step {@code step}, counted from 0, by term and name; terms without numbers are absent. */
    public Map<String, Map<String, Double>> at(long step) {
        Map<String, Map<String, Double>> values = new LinkedHashMap<>();
        byTerm.forEach((term, schedule) -> {
            Map<String, Double> ofTerm = schedule.at(step);
            if (!ofTerm.isEmpty()) {
                values.put(term, ofTerm);
            }
        });
        return values;
    }

    /** Takes what terms reported in the step, by term and name. */
    public void observe(Map<String, Map<String, Double>> reported) {
        byTerm.forEach((term, schedule) -> schedule.observe(reported.getOrDefault(term, Map.of())));
    }
}
