package io.sae4j.model;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * What is written to disk of a loss term: its name and its settings.
 *
 * @param name the term's registered name, for example {@code "l1"}
 * @param settings JSON-compatible values by key, in a stable order
 */
public record LossSpec(String name, Map<String, Object> settings) {
    public LossSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("loss name must not be blank");
        }
        settings = ImmutableMap.copyOf(settings);
    }

    public static LossSpec of(String name) {
        return new LossSpec(name, Map.of());
    }
}
