package io.sae4j.format.saelens;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.format.FormatException;
import io.sae4j.format.JsonFiles;
import io.sae4j.model.EncoderSpec;
import io.sae4j.model.SaeConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code cfg.json} says, as far as encoding and decoding depend on it. Keys that only training or SAELens's run
 * time uses (device, dtype, loss coefficients) are ignored when read; when written, they have the values SAELens writes
 * for an inference model on the CPU.
 *
 * @param k for TopK, else 0
 * @param rescaleByDecoderNorm for TopK and BatchTopK: whether codes compete multiplied by the norms of their decoder rows
 */
record SaeLensConfig(
        String architecture,
        int dIn,
        int dOut,
        int dSae,
        int k,
        boolean rescaleByDecoderNorm,
        boolean applyBDecToInput,
        String normalizeActivations,
        Map<String, Object> metadata) {
    static final String STANDARD = "standard";
    static final String RELU = "relu";
    static final String TOPK = "topk";
    static final String JUMPRELU = "jumprelu";
    /** Read as the JumpReLU that SAELens makes of their training form; never written. */
    private static final String BATCHTOPK = "batchtopk";

    private static final String MATRYOSHKA = "matryoshka_batchtopk";
    static final String NONE = "none";
    static final String RESCALE_SETTING = "rescaleByDecoderNorm";

    private static final String RESCALE_KEY = "rescale_acts_by_decoder_norm";
    private static final String KNOWN = String.join(", ", STANDARD, TOPK, JUMPRELU, BATCHTOPK, MATRYOSHKA);

    /** @param json in the form of version 6 */
    static SaeLensConfig read(ObjectNode json, @Nullable Sae4jFile ours, Path file) {
        String architecture = JsonFiles.textOr(json, "architecture", STANDARD, file);
        checkArchitecture(architecture, ours, file);
        String reshape = JsonFiles.textOr(json, "reshape_activations", NONE, file);
        if (!reshape.equals(NONE)) {
            throw new FormatException(
                    file, "reshape_activations '" + reshape + "' is not supported; only '" + NONE + "' is");
        }
        boolean topk = architecture.equals(TOPK);
        int dIn = JsonFiles.requirePositiveInt(json, "d_in", file);
        int dSae = JsonFiles.requirePositiveInt(json, "d_sae", file);
        int k = topk ? JsonFiles.requirePositiveInt(json, "k", file) : 0;
        if (k > dSae) {
            throw new FormatException(file, "k is " + k + " but there are only " + dSae + " features");
        }
        boolean applyBDecToInput = JsonFiles.booleanOr(json, "apply_b_dec_to_input", true, file);
        int dOut = json.has("d_out") ? JsonFiles.requirePositiveInt(json, "d_out", file) : dIn;
        if (dOut != dIn && (isKnown(architecture) || applyBDecToInput)) {
            throw new FormatException(
                    file,
                    "d_out " + dOut + " differs from d_in " + dIn + ", which architecture '" + architecture
                            + "' with apply_b_dec_to_input " + applyBDecToInput + " cannot have");
        }
        return new SaeLensConfig(
                architecture,
                dIn,
                dOut,
                dSae,
                k,
                rescales(architecture, json, file),
                applyBDecToInput,
                JsonFiles.textOr(json, "normalize_activations", NONE, file),
                JsonFiles.toMap(json.get("metadata"), file, "metadata"));
    }

    /** For BatchTopK, SAELens's default has changed; what is not said is not guessed. */
    private static boolean rescales(String architecture, ObjectNode json, Path file) {
        if (averagesThreshold(architecture) && !json.has(RESCALE_KEY)) {
            throw new FormatException(file, "key '" + RESCALE_KEY + "' is missing");
        }
        boolean ranks = architecture.equals(TOPK) || averagesThreshold(architecture);
        return ranks && JsonFiles.booleanOr(json, RESCALE_KEY, false, file);
    }

    private static void checkArchitecture(String architecture, @Nullable Sae4jFile ours, Path file) {
        String encoder = isBuiltIn(architecture) ? encoderName(architecture) : architecture;
        if (ours != null && !ours.encoder().name().equals(encoder)) {
            throw new FormatException(
                    file,
                    "architecture is '" + architecture + "' but " + Sae4jFile.NAME + " beside it is of the encoder '"
                            + ours.encoder().name() + "'; delete it if another program wrote this configuration");
        }
        if (ours == null && !isKnown(architecture)) {
            throw new FormatException(
                    file,
                    "architecture '" + architecture + "' is unknown; known are " + KNOWN + ", and others only with the "
                            + Sae4jFile.NAME + " they were saved with");
        }
    }

    static boolean isBuiltIn(String architecture) {
        return architecture.equals(STANDARD) || architecture.equals(TOPK) || architecture.equals(JUMPRELU);
    }

    /** Whether files of the architecture can be read without a file of ours beside them. */
    static boolean isKnown(String architecture) {
        return isBuiltIn(architecture) || averagesThreshold(architecture);
    }

    /** Whether it is a training form whose one threshold is an average, kept as a scalar. */
    static boolean averagesThreshold(String architecture) {
        return architecture.equals(BATCHTOPK) || architecture.equals(MATRYOSHKA);
    }

    private static String encoderName(String architecture) {
        return architecture.equals(STANDARD) ? RELU : architecture;
    }

    /** SAELens's name for an encoder; a custom encoder keeps its own. */
    static String architecture(EncoderSpec encoder) {
        return encoder.name().equals(RELU) ? STANDARD : encoder.name();
    }

    SaeConfig toModel(@Nullable Sae4jFile ours) {
        if (averagesThreshold(architecture)) {
            return new SaeConfig(dIn, dOut, dSae, EncoderSpec.of(JUMPRELU), applyBDecToInput, 1.0, metadata);
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        if (ours != null) {
            settings.putAll(ours.encoder().settings());
        }
        if (architecture.equals(TOPK)) {
            settings.put("k", k);
            settings.put(RESCALE_SETTING, rescaleByDecoderNorm);
        }
        String name = isBuiltIn(architecture) ? encoderName(architecture) : architecture;
        double scale = ours == null ? 1.0 : ours.encoderInputScale();
        return new SaeConfig(dIn, dOut, dSae, new EncoderSpec(name, settings), applyBDecToInput, scale, metadata);
    }

    /** {@code cfg.json} of an inference model: the keys and their order as SAELens writes them. */
    static ObjectNode write(SaeConfig config) {
        String architecture = architecture(config.encoder());
        ObjectNode json = JsonFiles.MAPPER.createObjectNode();
        json.put("normalize_activations", NONE).put("device", "cpu").put("d_in", config.dIn());
        json.put("reshape_activations", NONE);
        if (architecture.equals(TOPK)) {
            int k = config.encoder().requireInt("k");
            checkArgument(k > 0 && k <= config.dSae(), "k must be in [1, %s], got %s", config.dSae(), k);
            json.put("k", k);
        }
        json.put("apply_b_dec_to_input", config.applyBDecToInput());
        if (architecture.equals(TOPK)) {
            json.put(RESCALE_KEY, config.encoder().booleanOr(RESCALE_SETTING, false));
        }
        json.put("d_sae", config.dSae());
        if (config.dOut() != config.dIn()) {
            json.put("d_out", config.dOut());
        }
        json.set("metadata", JsonFiles.toNode(SaeLensLegacy.withVersion(config.metadata())));
        return json.put("dtype", "float32").put("architecture", architecture);
    }
}
