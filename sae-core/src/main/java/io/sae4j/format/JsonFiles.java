package io.sae4j.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON objects in files: duplicate keys and trailing text are refused, and so are values of the wrong kind, by key. */
public final class JsonFiles {
    private static final long MAX_BYTES = 16 << 20;

    public static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonFiles() {}

    /**
     * Reads a file that holds one JSON object.
     *
     * @throws FormatException when it holds anything else, or more than 16 MiB
     * @throws UncheckedIOException when it cannot be read
     */
    public static ObjectNode readObject(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new FormatException(file, "is too large for a JSON file of an SAE: " + size + " bytes");
            }
            return parseObject(Files.readAllBytes(file), file, "file");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** @param what what {@code json} is, for the message */
    public static ObjectNode parseObject(byte[] json, Path file, String what) {
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode object) {
                return object;
            }
            throw new FormatException(file, what + " is not a JSON object");
        } catch (JsonProcessingException e) {
            throw new FormatException(file, what + " is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new FormatException(file, what + " is not valid JSON: " + e.getMessage(), e);
        }
    }

    /** Writes {@code content}, indented, in UTF-8. */
    public static void write(Path file, JsonNode content) throws IOException {
        String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(content);
        Files.write(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** {@code content} on one line, in UTF-8. */
    public static byte[] toBytes(JsonNode content) {
        try {
            return MAPPER.writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON tree cannot be written", e);
        }
    }

    public static JsonNode toNode(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Plain Java values by key; entries that are null are left out. A missing {@code node} gives an empty map. */
    public static Map<String, Object> toMap(@Nullable JsonNode node, Path file, String key) {
        if (node == null || node.isNull()) {
            return Map.of();
        }
        if (!node.isObject()) {
            throw wrongKind(file, key, "an object", node);
        }
        Map<String, Object> map = MAPPER.convertValue(node, new TypeReference<LinkedHashMap<String, Object>>() {});
        map.values().removeIf(value -> value == null);
        return map;
    }

    /** @throws FormatException when {@code key} is missing or not a positive integer */
    public static int requirePositiveInt(ObjectNode object, String key, Path file) {
        JsonNode node = object.get(key);
        if (node == null) {
            throw new FormatException(file, "key '" + key + "' is missing");
        }
        if (!node.isNumber() || node.doubleValue() != node.intValue() || node.intValue() <= 0) {
            throw wrongKind(file, key, "a positive integer", node);
        }
        return node.intValue();
    }

    public static long longOr(ObjectNode object, String key, long fallback, Path file) {
        JsonNode node = object.get(key);
        if (node == null || node.isNull()) {
            return fallback;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrongKind(file, key, "an integer", node);
        }
        return node.longValue();
    }

    public static double doubleOr(ObjectNode object, String key, double fallback, Path file) {
        JsonNode node = object.get(key);
        if (node == null || node.isNull()) {
            return fallback;
        }
        if (!node.isNumber()) {
            throw wrongKind(file, key, "a number", node);
        }
        return node.doubleValue();
    }

    public static boolean booleanOr(ObjectNode object, String key, boolean fallback, Path file) {
        JsonNode node = object.get(key);
        if (node == null || node.isNull()) {
            return fallback;
        }
        if (!node.isBoolean()) {
            throw wrongKind(file, key, "true or false", node);
        }
        return node.booleanValue();
    }

    public static String textOr(ObjectNode object, String key, String fallback, Path file) {
        JsonNode node = object.get(key);
        if (node == null || node.isNull()) {
            return fallback;
        }
        if (!node.isTextual()) {
            throw wrongKind(file, key, "a string", node);
        }
        return node.textValue();
    }

    /** What to throw for a value of the wrong kind. */
    public static FormatException wrongKind(Path file, String key, String wanted, JsonNode got) {
        return new FormatException(file, "key '" + key + "' must be " + wanted + ", got " + got);
    }
}
