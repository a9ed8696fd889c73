package io.sae4j.engine.graph;

import io.sae4j.engine.StepSettings;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The numbers that the loss terms of a graph read in each step, and those that they report. */
final class TermNumbers {
    /** A number of a term. */
    record Key(String term, String name) {
        /** The placeholder by which the graph reads it. */
        String placeholder() {
            return "step_value_" + term + "_" + name;
        }

        /** The variable by which the graph reports it. */
        String variable() {
            return "report_" + term + "_" + name;
        }

        double in(StepSettings settings) {
            return settings.termValue(term, name);
        }
    }

    private final Set<Key> read = new LinkedHashSet<>();
    private final Set<Key> reported = new LinkedHashSet<>();

    /** Adds a number that the graph reads; false where it is read already. */
    boolean read(Key number) {
        return read.add(number);
    }

    void report(Key number) {
        if (!reported.add(number)) {
            throw new IllegalArgumentException("loss '" + number.term() + "' reports '" + number.name() + "' twice");
        }
    }

    Set<Key> read() {
        return read;
    }

    Set<Key> reported() {
        return reported;
    }

    /** What is reported, by term and name. */
    Map<String, Map<String, Double>> values(ToDoubleFunction<String> valueOf) {
        Map<String, Map<String, Double>> values = new LinkedHashMap<>();
        for (Key number : reported) {
            values.computeIfAbsent(number.term(), term -> new LinkedHashMap<>())
                    .put(number.name(), valueOf.applyAsDouble(number.variable()));
        }
        return values;
    }
}
