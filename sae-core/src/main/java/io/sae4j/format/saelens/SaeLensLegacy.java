package io.sae4j.format.saelens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.format.FormatException;
import io.sae4j.format.JsonFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SAELens configurations from before version 6, which are flat: brought into the form of version 6 by the rules that
 * SAELens itself applies.
 */
final class SaeLensLegacy {
    /** Version that our files claim, so that SAELens takes their configuration as it stands. */
    private static final String WRITTEN_VERSION = "6.18.0";

    private static final String VERSION_KEY = "sae_lens_version";
    private static final int FLAT_BEFORE = 6;
    private static final Pattern MAJOR = Pattern.compile("([0-9]{1,6})(\\..*)?");
    private static final List<String> METADATA_KEYS = List.of(
            VERSION_KEY,
            "sae_lens_training_version",
            "model_name",
            "hook_name",
            "hook_head_index",
            "context_size",
            "prepend_bos",
            "seqpos_slice",
            "model_from_pretrained_kwargs",
            "model_class_name",
            "exclude_special_tokens",
            "neuronpedia_id",
            "dataset_path");

    private SaeLensLegacy() {}

    /** {@code json} itself when it is of version 6 or later, else a copy in that form. */
    static ObjectNode modernise(ObjectNode json, Path file) {
        if (majorVersion(json.path(VERSION_KEY)) >= FLAT_BEFORE
                || majorVersion(json.path("metadata").path(VERSION_KEY)) >= FLAT_BEFORE) {
            return json;
        }
        ObjectNode modern = json.deepCopy();
        rename(modern, "hook_point", "hook_name");
        rename(modern, "hook_point_head_index", "hook_head_index");
        rename(modern, "activation_fn_str", "activation_fn");
        if (!modern.has("prepend_bos")) {
            modern.put("prepend_bos", true);
        }
        activation(modern, file);
        normalization(modern);
        if (!modern.has("reshape_activations")
                && modern.path("hook_name").asText("").contains("hook_z")) {
            modern.put("reshape_activations", "hook_z");
        }
        gatherMetadata(modern, file);
        return modern;
    }

    /** {@code metadata} with a version from which on SAELens reads today's form, kept where there is one. */
    static Map<String, Object> withVersion(Map<String, Object> metadata) {
        Map<String, Object> result = new LinkedHashMap<>(metadata);
        Object version = metadata.get(VERSION_KEY);
        if (version == null || majorVersion(JsonFiles.toNode(version)) < FLAT_BEFORE) {
            result.put(VERSION_KEY, WRITTEN_VERSION);
        }
        return result;
    }

    private static int majorVersion(JsonNode version) {
        Matcher matcher = MAJOR.matcher(version.asText(""));
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static void rename(ObjectNode json, String from, String to) {
        JsonNode value = json.remove(from);
        if (value != null) {
            json.set(to, value);
        }
    }

    private static void activation(ObjectNode json, Path file) {
        String activation = JsonFiles.textOr(json, "activation_fn", "relu", file);
        switch (activation) {
            case "relu" -> {}
            case "topk" -> {
                json.put("architecture", "topk");
                JsonNode k = json.path("activation_fn_kwargs").get("k");
                if (k != null) {
                    json.set("k", k);
                }
            }
            default ->
                throw new FormatException(
                        file, "activation_fn '" + activation + "' is not supported; known are relu, topk");
        }
    }

    private static void normalization(ObjectNode json) {
        JsonNode value = json.get("normalize_activations");
        if (value != null && value.isBoolean()) {
            json.put(
                    "normalize_activations",
                    value.booleanValue() ? SaeLensScaler.EXPECTED_AVERAGE : SaeLensConfig.NONE);
        }
    }

    private static void gatherMetadata(ObjectNode json, Path file) {
        JsonNode existing = json.get("metadata");
        if (existing != null && !existing.isNull() && !existing.isObject()) {
            throw JsonFiles.wrongKind(file, "metadata", "an object", existing);
        }
        ObjectNode metadata = existing instanceof ObjectNode object ? object : JsonFiles.MAPPER.createObjectNode();
        for (String key : METADATA_KEYS) {
            JsonNode value = json.get(key);
            if (value != null && !metadata.has(key)) {
                metadata.set(key, value);
            }
        }
        json.set("metadata", metadata);
    }
}
