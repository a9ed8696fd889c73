package io.sae4j.format.saelens;

import static io.sae4j.format.FormatTests.assertRefused;
import static io.sae4j.format.FormatTests.golden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.format.FormatException;
import io.sae4j.format.JsonFiles;
import io.sae4j.format.sae.SaeFormats;
import io.sae4j.format.safetensors.Safetensors;
import io.sae4j.model.EncoderSpec;
import io.sae4j.model.LoadedSae;
import io.sae4j.model.Provenance;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class SaeLensRefusalTest {
    private static final int MUTATIONS = 1000;
    private static final Path TOPK = golden("saelens_dirs/topk/infer");

    @TempDir
    Path directory;

    private Path config;
    private Path weights;

    @BeforeEach
    void copyGolden() throws IOException {
        config = directory.resolve("cfg.json");
        weights = directory.resolve("sae_weights.safetensors");
        Files.copy(TOPK.resolve("cfg.json"), config);
        Files.copy(TOPK.resolve("sae_weights.safetensors"), weights);
    }

    @Test
    void configurationsAreRefusedByName() throws IOException {
        refused(
                "architecture 'temporal' is unknown; known are " + Architectures.known()
                        + ", and others only with the sae4j.json they were saved with",
                cfg -> cfg.put("architecture", "temporal"));
        refused(
                "reshape_activations 'hook_z' is not supported; only 'none' is",
                cfg -> cfg.put("reshape_activations", "hook_z"));
        refused(
                "normalize_activations 'layer_norm' is not supported; known are 'none' and 'expected_average_only_in'",
                cfg -> cfg.put("normalize_activations", "layer_norm"));
        refused(
                "normalize_activations is 'expected_average_only_in', so rows were multiplied by a factor measured in"
                        + " training, but activation_scaler.json, which holds it, is missing; fold the factor in"
                        + " SAELens and save again",
                cfg -> cfg.put("normalize_activations", "expected_average_only_in"));
        refused("key 'd_in' is missing", cfg -> cfg.remove("d_in"));
        refused("key 'k' is missing", cfg -> cfg.remove("k"));
        refused("k is 9 but there are only 8 features", cfg -> cfg.put("k", 9));
        refused("key 'k' must be a positive integer, got 2.5", cfg -> cfg.put("k", 2.5));
        refused("key 'd_sae' must be a positive integer, got -1", cfg -> cfg.put("d_sae", -1));
        refused("key 'd_sae' must be a positive integer, got \"8\"", cfg -> cfg.put("d_sae", "8"));
        refused("key 'apply_b_dec_to_input' must be true or false, got 1", cfg -> cfg.put("apply_b_dec_to_input", 1));
        refused("key 'metadata' must be an object, got \"x\"", cfg -> cfg.put("metadata", "x"));
        refused("d_out 6 differs from d_in 5, which architecture 'topk' cannot have", cfg -> cfg.put("d_out", 6));
        refused(
                "activation_fn 'tanh-relu' is not supported; known are relu, topk",
                cfg -> cfg.put("activation_fn_str", "tanh-relu").remove("metadata"));
        Files.writeString(config, "[]");
        assertRefused(config, "file is not a JSON object", () -> SaeFormats.read(directory));
        Files.writeString(config, "{\"k\": 1, \"k\": 2}");
        assertRefused(config, "file is not valid JSON: Duplicate field 'k'", () -> SaeFormats.read(directory));
    }

    @Test
    void scalersAreRefusedByName() throws IOException {
        edit(cfg -> cfg.put("normalize_activations", "expected_average_only_in"));
        Path scaler = directory.resolve("activation_scaler.json");
        Files.writeString(scaler, "{}");
        assertRefused(scaler, "key 'scaling_factor' is missing", () -> SaeFormats.read(directory));
        Files.writeString(scaler, "{\"scaling_factor\": -2.0}");
        assertRefused(
                scaler,
                "key 'scaling_factor' must be a positive number or null, got -2.0",
                () -> SaeFormats.read(directory));
        Files.writeString(scaler, "{\"scaling_factor\": 1.0, \"has_whitening\": true}");
        assertRefused(
                scaler, "has_whitening is true; whitened inputs are not supported", () -> SaeFormats.read(directory));
    }

    @Test
    void tensorsAreRefusedByName() {
        refusedTensors(
                "tensor 'b_enc' is missing; architecture 'topk' has [W_dec, W_enc, b_dec, b_enc], the file has"
                        + " [W_dec, W_enc, b_dec]",
                tensors -> tensors.remove("b_enc"));
        refusedTensors(
                "tensor 'r_mag' does not belong to architecture 'topk', which has [W_dec, W_enc, b_dec, b_enc]",
                tensors -> tensors.put("r_mag", floats(1, 2)));
        refusedTensors(
                "tensor 'b_dec' has shape [2], but by the configuration it must have [5]",
                tensors -> tensors.put("b_dec", floats(1, 2)));
        refusedTensors(
                "tensor 'b_dec' holds a value that is not finite, at entry 3 of 5",
                tensors -> tensors.put("b_dec", floats(1, 2, 3, Float.NaN, 5)));
        refusedTensors(
                "tensor 'b_dec' holds a value that is not finite, at entry 0 of 5",
                tensors -> tensors.put("b_dec", floats(Float.NEGATIVE_INFINITY, 2, 3, 4, 5)));
        refusedTensors(
                "tensor 'scaling_factor' is not all ones; fine-tuned scales are not supported",
                tensors -> tensors.put("scaling_factor", floats(1, 1, 1, 1, 1, 1, 1, 2)));
    }

    @Test
    void allOnesScalingFactorIsDropped() {
        Map<String, INDArray> tensors = new LinkedHashMap<>(Safetensors.read(weights));
        tensors.put("scaling_factor", floats(1, 1, 1, 1, 1, 1, 1, 1));
        Safetensors.write(weights, tensors);
        assertThat(SaeFormats.read(directory).weights().asMap()).hasSize(4).doesNotContainKey("scaling_factor");
    }

    @Test
    void sparsityOfAnotherWidthIsRefused() {
        Path sparsity = directory.resolve("sparsity.safetensors");
        Safetensors.write(sparsity, Map.of("sparsity", floats(1, 2)));
        assertRefused(sparsity, "tensor 'sparsity' has shape [2], expected [8]", () -> SaeFormats.read(directory));
    }

    @Test
    void oursIsRefusedByName() throws IOException {
        Path ours = directory.resolve("sae4j.json");
        String rest = ", \"provenance\": {}}";
        Files.writeString(ours, "{\"format_version\": 2}");
        assertRefused(
                ours, "format_version 2 is newer than this library, which reads 1", () -> SaeFormats.read(directory));
        Files.writeString(ours, "{\"format_version\": 1}");
        assertRefused(ours, "key 'encoder' must be an object, got null", () -> SaeFormats.read(directory));
        Files.writeString(ours, "{\"format_version\": 1, \"encoder\": {}" + rest);
        assertRefused(ours, "the encoder has no name", () -> SaeFormats.read(directory));
        Files.writeString(
                ours, "{\"format_version\": 1, \"encoder_input_scale\": 0, \"encoder\": {\"name\": \"topk\"}" + rest);
        assertRefused(ours, "encoder_input_scale must be positive, got 0.0", () -> SaeFormats.read(directory));
        Files.writeString(ours, "{\"format_version\": 1, \"encoder\": {\"name\": \"softshrink\"}" + rest);
        assertRefused(
                config,
                "architecture is 'topk' but sae4j.json beside it is of the encoder 'softshrink'; delete it if another"
                        + " program wrote this configuration",
                () -> SaeFormats.read(directory));
        Files.writeString(
                ours, "{\"format_version\": 1, \"encoder\": {\"name\": \"topk\", \"settings\": {\"k\": 7}}" + rest);
        assertThat(SaeFormats.read(directory).config().encoder().requireInt("k"))
                .isEqualTo(2);
    }

    @Test
    void unknownPlacesListWhatIsReadable() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        String readable = "is not a saved SAE of a known format; readable are: a SAELens directory (cfg.json and"
                + " sae_weights.safetensors), a Gemma Scope params.npz or the directory that holds it";
        assertRefused(empty, readable, () -> SaeFormats.read(empty));
        assertRefused(config, readable, () -> SaeFormats.read(config));
        Path absent = directory.resolve("absent");
        assertRefused(absent, "does not exist", () -> SaeFormats.read(absent));
        Files.delete(weights);
        assertRefused(directory, readable, () -> SaeFormats.read(directory));
    }

    @Test
    void whatCannotBeSavedIsRefusedAndLeavesNothing() {
        LoadedSae sae = SaeFormats.read(directory);
        Weights good = sae.weights();
        notSaved("an encoder cannot be saved as 'standard'", with(EncoderSpec.of("standard"), 1), good, null);
        notSaved(
                "input scale of encoder 'relu' must be folded into its weights, got 2.0",
                with(EncoderSpec.of("relu"), 2),
                good,
                null);
        notSaved("tensor 'threshold' is missing", with(EncoderSpec.of("jumprelu"), 1), good, null);
        Weights extra = good.with(Map.of("slope", floats(1)));
        notSaved("architecture 'standard' has no tensor [slope]", with(EncoderSpec.of("relu"), 1), extra, null);
        Weights bad = good.with(Map.of("b_dec", floats(1, 2, 3, 4, Float.NaN)));
        notSaved("tensor 'b_dec' holds values that are not finite", with(EncoderSpec.of("relu"), 1), bad, null);
        notSaved("k must be in [1, 8], got 9", with(new EncoderSpec("topk", Map.of("k", 9)), 1), good, null);
        notSaved("needs the integer setting 'k'", with(EncoderSpec.of("topk"), 1), good, null);
        notSaved("featureDensity must have 8 entries, got 1", sae.config(), good, new double[1]);
        notSaved("featureDensity must lie in [0, 1], got NaN", sae.config(), good, new double[] {
            Double.NaN, 0, 0, 0, 0, 0, 0, 0
        });
        SaeConfig wide = SaeConfig.autoencoder(5, 9, EncoderSpec.of("relu"));
        notSaved("weights are [dIn 5, dSae 8, dOut 5] but the configuration says [5, 9, 5]", wide, good, null);
    }

    @Test
    void mutatedConfigurationsAreReadOrRefused() throws IOException {
        byte[] original = Files.readAllBytes(config);
        byte[] likely = "0123456789{}[]\":,-.eE truefalsn".getBytes(StandardCharsets.US_ASCII);
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = original.clone();
            mutated[random.nextInt(mutated.length)] = likely[random.nextInt(likely.length)];
            mutated[random.nextInt(mutated.length)] = likely[random.nextInt(likely.length)];
            Files.write(config, mutated);
            try {
                SaeFormats.read(directory);
            } catch (FormatException e) {
                assertThat(e.getMessage()).startsWith(directory.toString());
            }
        }
    }

    private static SaeConfig with(EncoderSpec encoder, double scale) {
        return new SaeConfig(5, 5, 8, encoder, true, scale, Map.of());
    }

    private void notSaved(String problem, SaeConfig saeConfig, Weights tensors, double[] density) {
        Path target = directory.resolve("target");
        assertThatThrownBy(() -> SaeFormats.write(saeConfig, tensors, Provenance.of("0", "x"), density, target))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
        assertThat(target).doesNotExist();
    }

    private void refused(String problem, Consumer<ObjectNode> change) throws IOException {
        edit(change);
        assertRefused(config, problem, () -> SaeFormats.read(directory));
        Files.write(config, Files.readAllBytes(TOPK.resolve("cfg.json")));
    }

    private void edit(Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = JsonFiles.readObject(config);
        change.accept(json);
        JsonFiles.write(config, json);
    }

    private void refusedTensors(String problem, Consumer<Map<String, INDArray>> change) {
        Map<String, INDArray> tensors = new LinkedHashMap<>(Safetensors.read(TOPK.resolve("sae_weights.safetensors")));
        change.accept(tensors);
        Safetensors.write(weights, tensors);
        assertRefused(weights, problem, () -> SaeFormats.read(directory));
    }

    private static INDArray floats(float... values) {
        return HostArrays.create(values, values.length);
    }
}
