package io.sae4j.model;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * What is written to disk of an encoder: its name and its settings.
 *
 * @param name the encoder's registered name, for example {@code "topk"}
 * @param settings JSON-compatible values (String, Boolean, Integer, Long, Double) by key, in a stable order
 */
public record EncoderSpec(String name, Map<String, Object> settings) {
    public EncoderSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("encoder name must not be blank");
        }
        settings = ImmutableMap.copyOf(settings);
    }

    public static EncoderSpec of(String name) {
        return new EncoderSpec(name, Map.of());
    }

    /** The integer setting {@code key}; a missing or non-integer value is an {@link IllegalArgumentException}. */
    public int requireInt(String key) {
        return values().requireInt(key);
    }

    /** The boolean setting {@code key}, or {@code fallback} when it is absent. */
    public boolean booleanOr(String key, boolean fallback) {
        return values().booleanOr(key, fallback);
    }

    /** The numeric setting {@code key}, or {@code fallback} when it is absent. */
    public double doubleOr(String key, double fallback) {
        return values().doubleOr(key, fallback);
    }

    private SettingValues values() {
        return new SettingValues("encoder '" + name + "'", settings);
    }
}
