package io.sae4j.format.saelens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.format.FormatException;
import io.sae4j.format.JsonFiles;
import io.sae4j.model.EncoderSpec;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key of {@code cfg.json} that is a setting of the encoder.
 *
 * @param name in the file
 * @param setting in {@link EncoderSpec}
 * @param kind of its value
 * @param fallback value where the key is missing; null where it must be there
 */
record ConfigKey(
        String name, String setting, Kind kind, @Nullable Object fallback) {
    enum Kind {
        POSITIVE_INTEGER,
        /** A positive integer in files, or null, which is 0 in the setting. */
        LIMIT,
        /** Not negative. */
        NUMBER,
        FLAG
    }

    /** Adds the setting that {@code json} has for this key. */
    void read(ObjectNode json, Map<String, Object> settings, Path file) {
        JsonNode node = json.get(name);
        if (node == null || (node.isNull() && kind != Kind.LIMIT)) {
            if (fallback == null) {
                throw new FormatException(file, "key '" + name + "' is missing");
            }
            settings.put(setting, fallback);
            return;
        }
        settings.put(
                setting,
                switch (kind) {
                    case POSITIVE_INTEGER -> JsonFiles.requirePositiveInt(json, name, file);
                    case LIMIT -> node.isNull() ? 0 : JsonFiles.requirePositiveInt(json, name, file);
                    case NUMBER -> notNegative(JsonFiles.doubleOr(json, name, 0, file), node, file);
                    case FLAG -> JsonFiles.booleanOr(json, name, false, file);
                });
    }

    void write(EncoderSpec encoder, ObjectNode json) {
        switch (kind) {
            case POSITIVE_INTEGER -> json.put(name, encoder.requireInt(setting));
            case LIMIT -> {
                int limit = encoder.requireInt(setting);
                json.put(name, limit == 0 ? null : (Integer) limit);
            }
            case NUMBER -> json.put(name, encoder.doubleOr(setting, 0));
            case FLAG -> json.put(name, encoder.booleanOr(setting, Boolean.TRUE.equals(fallback)));
        }
    }

    private double notNegative(double value, JsonNode node, Path file) {
        if (!(value >= 0) || !Double.isFinite(value)) {
            throw JsonFiles.wrongKind(file, name, "a number that is not negative", node);
        }
        return value;
    }
}
