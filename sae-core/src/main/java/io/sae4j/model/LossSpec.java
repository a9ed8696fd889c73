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

    /** The boolean setting {@code key}, or {@code fallback} when it is absent. */
    public boolean booleanOr(String key, boolean fallback) {
        return values().booleanOr(key, fallback);
    }

    /** The numeric setting {@code key}, or {@code fallback} when it is absent. */
    public double doubleOr(String key, double fallback) {
        return values().doubleOr(key, fallback);
    }

    /** The text setting {@code key}, or {@code fallback} when it is absent. */
    public String textOr(String key, String fallback) {
        return values().textOr(key, fallback);
    }

    /** The numbers in the list {@code key}; a missing or other value is an {@link IllegalArgumentException}. */
    public double[] requireNumbers(String key) {
        return values().requireNumbers(key);
    }

    private SettingValues values() {
        return new SettingValues("loss '" + name + "'", settings);
    }
}
