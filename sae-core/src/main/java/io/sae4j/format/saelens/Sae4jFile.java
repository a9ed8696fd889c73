package io.sae4j.format.saelens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.format.FormatException;
import io.sae4j.format.JsonFiles;
import io.sae4j.format.LibraryVersion;
import io.sae4j.model.EncoderSpec;
import io.sae4j.model.Provenance;
import io.sae4j.model.RowPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code sae4j.json}: what is ours and has no place in SAELens's configuration.
 *
 * @param extraTensors tensors beyond those that every SAE of the architecture has; a custom encoder's parameters
 * @param parts of a crosscoder's rows; empty for all others
 */
record Sae4jFile(
        EncoderSpec encoder,
        double encoderInputScale,
        List<String> extraTensors,
        List<RowPart> parts,
        Provenance provenance) {
    static final String NAME = "sae4j.json";
    private static final int VERSION = 1;
    private static final String PARTS = "parts";
    private static final String WIDTH = "width";
    private static final String SCALE = "scale";

    static @Nullable Sae4jFile readIfPresent(Path directory) {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return null;
        }
        ObjectNode json = JsonFiles.readObject(file);
        int version = JsonFiles.requirePositiveInt(json, "format_version", file);
        if (version > VERSION) {
            throw new FormatException(
                    file, "format_version " + version + " is newer than this library, which reads " + VERSION);
        }
        ObjectNode encoder = object(json, "encoder", file);
        String name = JsonFiles.textOr(encoder, "name", "", file);
        if (name.isBlank()) {
            throw new FormatException(file, "the encoder has no name");
        }
        double scale = JsonFiles.doubleOr(json, "encoder_input_scale", 1.0, file);
        if (!(scale > 0) || !Double.isFinite(scale)) {
            throw new FormatException(file, "encoder_input_scale must be positive, got " + scale);
        }
        return new Sae4jFile(
                new EncoderSpec(name, JsonFiles.toMap(encoder.get("settings"), file, "settings")),
                scale,
                texts(json.get("extra_tensors"), file),
                parts(json.get(PARTS), file),
                provenance(object(json, "provenance", file), file));
    }

    void write(Path directory) throws IOException {
        ObjectNode json = JsonFiles.MAPPER.createObjectNode();
        json.put("format_version", VERSION).put("library_version", LibraryVersion.get());
        ObjectNode spec = json.putObject("encoder").put("name", encoder.name());
        spec.set("settings", JsonFiles.toNode(encoder.settings()));
        json.put("encoder_input_scale", encoderInputScale);
        json.set("extra_tensors", JsonFiles.toNode(extraTensors));
        if (!parts.isEmpty()) {
            ArrayNode array = json.putArray(PARTS);
            parts.forEach(part -> array.addObject().put(WIDTH, part.width()).put(SCALE, part.scale()));
        }
        ObjectNode history = json.putObject("provenance");
        history.put("library_version", provenance.libraryVersion()).put("origin", provenance.origin());
        history.set("recipe", JsonFiles.toNode(provenance.recipe()));
        history.put("seed", provenance.seed()).put("rows", provenance.rows()).put("steps", provenance.steps());
        history.set("metrics", JsonFiles.toNode(provenance.metrics()));
        JsonFiles.write(directory.resolve(NAME), json);
    }

    private static Provenance provenance(ObjectNode json, Path file) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        JsonFiles.toMap(json.get("metrics"), file, "metrics")
                .forEach((name, value) -> metrics.put(name, metric(name, value, file)));
        return new Provenance(
                JsonFiles.textOr(json, "library_version", "unknown", file),
                JsonFiles.textOr(json, "origin", "unknown", file),
                JsonFiles.toMap(json.get("recipe"), file, "recipe"),
                JsonFiles.longOr(json, "seed", 0, file),
                JsonFiles.longOr(json, "rows", 0, file),
                JsonFiles.longOr(json, "steps", 0, file),
                metrics);
    }

    /** JSON has no NaN or infinity; they are written as strings. */
    private static double metric(String name, Object value, Path file) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return Double.parseDouble(value.toString());
        } catch (NumberFormatException e) {
            throw new FormatException(file, "metric '" + name + "' is not a number: " + value, e);
        }
    }

    private static ObjectNode object(ObjectNode json, String key, Path file) {
        if (json.get(key) instanceof ObjectNode object) {
            return object;
        }
        throw new FormatException(file, "key '" + key + "' must be an object, got " + json.get(key));
    }

    private static List<RowPart> parts(@Nullable JsonNode node, Path file) {
        List<RowPart> parts = new ArrayList<>();
        if (node == null) {
            return parts;
        }
        for (JsonNode part : node) {
            if (!(part instanceof ObjectNode object)) {
                throw JsonFiles.wrongKind(file, PARTS, "a list of objects", node);
            }
            int width = JsonFiles.requirePositiveInt(object, WIDTH, file);
            double scale = JsonFiles.doubleOr(object, SCALE, 1.0, file);
            if (!(scale > 0) || !Double.isFinite(scale)) {
                throw new FormatException(file, "scale of a part must be positive, got " + scale);
            }
            parts.add(new RowPart(width, scale));
        }
        return parts;
    }

    private static List<String> texts(@Nullable JsonNode node, Path file) {
        List<String> texts = new ArrayList<>();
        if (node == null) {
            return texts;
        }
        if (!(node instanceof ArrayNode)) {
            throw JsonFiles.wrongKind(file, "extra_tensors", "a list of names", node);
        }
        for (JsonNode text : node) {
            if (!text.isTextual()) {
                throw JsonFiles.wrongKind(file, "extra_tensors", "a list of names", node);
            }
            texts.add(text.textValue());
        }
        return texts;
    }
}
