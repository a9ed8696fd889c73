package io.sae4j.format.saelens;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.format.FormatException;
import io.sae4j.format.JsonFiles;
import io.sae4j.model.EncoderSpec;
import io.sae4j.model.RowPart;
import io.sae4j.model.SaeConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code cfg.json} says, as far as encoding and decoding depend on it. Keys that only training or SAELens's run
 * time uses (device, dtype, loss coefficients) are ignored when read; when written, they have the values SAELens writes
 * for an inference model on the CPU.
 *
 * @param settings of the encoder, those that are keys here
 */
record SaeLensConfig(
        ArchitectureName name,
        int dIn,
        int dOut,
        int dSae,
        Map<String, Object> settings,
        boolean applyBDecToInput,
        String normalizeActivations,
        Map<String, Object> metadata) {
    static final String NONE = "none";

    private static final String D_OUT = "d_out";

    /** @param json in the form of version 6 */
    static SaeLensConfig read(ObjectNode json, @Nullable Sae4jFile ours, Path file) {
        int dIn = JsonFiles.requirePositiveInt(json, "d_in", file);
        int dSae = JsonFiles.requirePositiveInt(json, "d_sae", file);
        int dOut = json.has(D_OUT) ? JsonFiles.requirePositiveInt(json, D_OUT, file) : dIn;
        String architecture = JsonFiles.textOr(json, "architecture", Architectures.STANDARD.name(), file);
        ArchitectureName name = ArchitectureName.read(architecture, dIn != dOut, ours, file);
        String reshape = JsonFiles.textOr(json, "reshape_activations", NONE, file);
        if (!reshape.equals(NONE)) {
            throw new FormatException(
                    file, "reshape_activations '" + reshape + "' is not supported; only '" + NONE + "' is");
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        name.architecture().keys().forEach(key -> key.read(json, settings, file));
        if (settings.get(Architectures.K) instanceof Integer k && k > dSae) {
            throw new FormatException(file, "k is " + k + " but there are only " + dSae + " features");
        }
        return new SaeLensConfig(
                name,
                dIn,
                dOut,
                dSae,
                settings,
                subtractsBias(json, name, dIn, dOut, file),
                JsonFiles.textOr(json, "normalize_activations", NONE, file),
                JsonFiles.toMap(json.get("metadata"), file, "metadata"));
    }

    private static boolean subtractsBias(ObjectNode json, ArchitectureName name, int dIn, int dOut, Path file) {
        boolean transcoder = name.form().isTranscoder();
        if (!transcoder && dOut != dIn) {
            throw new FormatException(
                    file,
                    D_OUT + " " + dOut + " differs from d_in " + dIn + ", which architecture '" + name.text()
                            + "' cannot have");
        }
        if (transcoder && !json.has(D_OUT)) {
            throw new FormatException(
                    file,
                    "key '" + D_OUT + "' is missing, the width of what architecture '" + name.text() + "' writes");
        }
        boolean subtracts = JsonFiles.booleanOr(json, "apply_b_dec_to_input", !transcoder, file);
        if (transcoder && subtracts) {
            throw new FormatException(
                    file,
                    "apply_b_dec_to_input is true, which architecture '" + name.text()
                            + "' cannot have: b_dec belongs to what it writes");
        }
        return subtracts;
    }

    /** Whether codes compete multiplied by the norms of their decoder rows. */
    boolean rescalesByDecoderNorm() {
        return Boolean.TRUE.equals(settings.get(Architectures.RESCALE));
    }

    /** @param inputScale factor of scaled rows, which the weights for raw rows are free of */
    SaeConfig toModel(@Nullable Sae4jFile ours, double inputScale) {
        Architecture architecture = name.architecture();
        Map<String, Object> all = new LinkedHashMap<>();
        if (ours != null) {
            all.putAll(ours.encoder().settings());
        }
        if (architecture.use() != Architecture.Use.TRAINING) {
            all.putAll(settings);
        }
        all.computeIfPresent(
                Architectures.RESIDUAL_THRESHOLD, (key, value) -> ((Number) value).doubleValue() / inputScale);
        List<RowPart> parts = ours == null ? List.of() : ours.parts();
        double encoderInputScale = ours == null ? 1.0 : ours.encoderInputScale();
        return new SaeConfig(
                dIn,
                dOut,
                dSae,
                new EncoderSpec(architecture.encoder(), all),
                applyBDecToInput,
                encoderInputScale,
                name.form().isTranscoder(),
                name.form() == Form.CROSSCODER ? parts : List.of(),
                metadata);
    }

    /** {@code cfg.json} of an inference model: the keys and their order as SAELens writes them. */
    static ObjectNode write(SaeConfig config, ArchitectureName name) {
        ObjectNode json = JsonFiles.MAPPER.createObjectNode();
        json.put("normalize_activations", NONE).put("device", "cpu").put("d_in", config.dIn());
        json.put("reshape_activations", NONE);
        name.architecture().keys().forEach(key -> key.write(config.encoder(), json));
        if (config.encoder().settings().containsKey(Architectures.K)
                && name.architecture().use() != Architecture.Use.CUSTOM) {
            int k = config.encoder().requireInt(Architectures.K);
            checkArgument(k > 0 && k <= config.dSae(), "k must be in [1, %s], got %s", config.dSae(), k);
        }
        json.put("apply_b_dec_to_input", config.applyBDecToInput()).put("d_sae", config.dSae());
        if (name.form().isTranscoder()) {
            json.put(D_OUT, config.dOut());
        }
        json.set("metadata", JsonFiles.toNode(SaeLensLegacy.withVersion(config.metadata())));
        return json.put("dtype", "float32").put("architecture", name.text());
    }
}
