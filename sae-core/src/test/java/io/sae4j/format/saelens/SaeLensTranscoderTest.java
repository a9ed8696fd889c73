package io.sae4j.format.saelens;

import static io.sae4j.format.FormatTests.assertRefused;
import static io.sae4j.format.FormatTests.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.format.JsonFiles;
import io.sae4j.format.sae.SaeFormats;
import io.sae4j.format.safetensors.Safetensors;
import io.sae4j.model.EncoderSpec;
import io.sae4j.model.LoadedSae;
import io.sae4j.model.Provenance;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.testing.Batches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Transcoders and matching pursuit as SAELens 6 writes them, byte by byte, and what is refused of them. */
class SaeLensTranscoderTest {
    private static final int D_IN = 3;
    private static final int D_SAE = 5;
    private static final int D_OUT = 4;

    @TempDir
    Path directory;

    private Path config;
    private Path weights;
    private Map<String, INDArray> tensors;

    @BeforeEach
    void aTranscoder() throws IOException {
        config = directory.resolve("cfg.json");
        weights = directory.resolve("sae_weights.safetensors");
        tensors = new LinkedHashMap<>();
        tensors.put("W_enc", gaussian(1, D_IN, D_SAE));
        tensors.put("W_dec", gaussian(2, D_SAE, D_OUT));
        tensors.put("b_enc", gaussian(3, D_SAE));
        tensors.put("b_dec", gaussian(4, D_OUT));
        write("transcoder", json -> {});
    }

    @ParameterizedTest
    @CsvSource({
        "transcoder, relu, false, false",
        "skip_transcoder, relu, true, false",
        "jumprelu_transcoder, jumprelu, false, true",
        "jumprelu_skip_transcoder, jumprelu, true, true"
    })
    void saeLensTranscodersAreReadAndWrittenToTheBit(String name, String encoder, boolean skip, boolean threshold)
            throws IOException {
        if (skip) {
            tensors.put("W_skip", gaussian(5, D_OUT, D_IN));
        }
        if (threshold) {
            tensors.put("threshold", gaussian(6, D_SAE));
        }
        write(name, json -> {});
        LoadedSae sae = SaeFormats.read(directory);
        assertThat(sae.config().encoder()).isEqualTo(EncoderSpec.of(encoder));
        assertThat(sae.config().ownTargets()).isTrue();
        assertThat(sae.config().applyBDecToInput()).isFalse();
        assertThat(sae.config().dOut()).isEqualTo(D_OUT);
        assertThat(sae.weights().asMap()).containsOnlyKeys(tensors.keySet());
        tensors.forEach((tensor, values) -> assertSameBits(sae.weights().get(tensor), HostArrays.toFloats(values)));

        Path again = directory.resolve("again");
        SaeFormats.write(sae.config(), sae.weights(), sae.provenance(), null, again);
        assertThat(JsonFiles.readObject(again.resolve("cfg.json"))).isEqualTo(JsonFiles.readObject(config));
        assertThat(SaeFormats.read(again).config()).isEqualTo(sae.config());
    }

    @Test
    void whatATranscoderLacksIsRefusedByName() throws IOException {
        refused(
                config,
                "key 'd_out' is missing, the width of what architecture 'transcoder' writes",
                json -> json.remove("d_out"));
        refused(
                config,
                "apply_b_dec_to_input is true, which architecture 'transcoder' cannot have: b_dec belongs to what it"
                        + " writes",
                json -> json.put("apply_b_dec_to_input", true));
        refused(config, "key 'd_out' must be a positive integer, got 0", json -> json.put("d_out", 0));
        refused(
                config,
                "normalize_activations 'layer_norm' is not supported; known are 'none' and 'expected_average_only_in'",
                json -> json.put("normalize_activations", "layer_norm"));
        refused(
                weights,
                "tensor 'W_skip' is missing; architecture 'skip_transcoder' has [W_dec, W_enc, W_skip, b_dec, b_enc],"
                        + " the file has [W_dec, W_enc, b_dec, b_enc]",
                json -> json.put("architecture", "skip_transcoder"));
        refused(
                weights,
                "tensor 'W_dec' has shape [5, 4], but by the configuration it must have [5, 7]",
                json -> json.put("d_out", 7));
        refused(
                config,
                "architecture 'temporal' is unknown; known are " + Architectures.known()
                        + ", and others only with the sae4j.json they were saved with",
                json -> json.put("architecture", "temporal"));
        assertThat(Architectures.known())
                .contains("standard, transcoder, skip_transcoder, topk, topk_transcoder", "jumprelu_skip_transcoder");
        tensors.put("W_skip", gaussian(5, D_IN, D_OUT));
        refused(
                weights,
                "tensor 'W_skip' has shape [3, 4], but by the configuration it must have [4, 3]",
                json -> json.put("architecture", "skip_transcoder"));
        refused(
                weights,
                "tensor 'W_skip' does not belong to architecture 'transcoder', which has [W_dec, W_enc, b_dec, b_enc]",
                json -> {});
        float[] skip = Batches.gaussian(5, D_OUT * D_IN);
        skip[7] = Float.NaN;
        tensors.put("W_skip", HostArrays.create(skip, D_OUT, D_IN));
        refused(
                weights,
                "tensor 'W_skip' holds a value that is not finite, at entry 7 of 12",
                json -> json.put("architecture", "skip_transcoder"));
    }

    @Test
    void aTranscoderOfScaledRowsIsRefused() throws IOException {
        Files.writeString(directory.resolve("activation_scaler.json"), "{\"scaling_factor\": 2.0}");
        refused(
                config,
                "architecture 'transcoder' was trained on scaled rows (activation_scaler.json), but by what factor its"
                        + " targets were scaled is not said; fold both and save again",
                json -> json.put("normalize_activations", "expected_average_only_in"));
    }

    @Test
    void anAutoencoderHasOneWidth() throws IOException {
        refused(
                config,
                "d_out 4 differs from d_in 3, which architecture 'standard' cannot have",
                json -> json.put("architecture", "standard"));
        assertThatThrownBy(() -> SaeFormats.write(
                        SaeConfig.autoencoder(D_IN, D_SAE, EncoderSpec.of("relu")),
                        even().with(Map.of("W_skip", gaussian(1, D_IN, D_IN))),
                        Provenance.of("0", "x"),
                        null,
                        directory.resolve("t")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("only a transcoder has a tensor 'W_skip'");
        assertThat(directory.resolve("t")).doesNotExist();
    }

    @Test
    void matchingPursuitIsReadWithItsSettings() throws IOException {
        tensors.keySet().retainAll(List.of("W_dec", "b_dec"));
        tensors.put("W_dec", gaussian(2, D_SAE, D_IN));
        tensors.put("b_dec", gaussian(4, D_IN));
        write("matching_pursuit", json -> {
            json.remove("d_out");
            json.put("apply_b_dec_to_input", true).putNull("max_iterations");
        });
        LoadedSae sae = SaeFormats.read(directory);
        assertThat(sae.config().encoder())
                .isEqualTo(new EncoderSpec(
                        "matching_pursuit",
                        Map.of("maxIterations", 0, "residualThreshold", 0.01, "stopOnDuplicateSupport", true)));
        assertSameBits(sae.weights().get("W_dec"), HostArrays.toFloats(tensors.get("W_dec")));
        assertSameBits(
                sae.weights().get("W_enc"),
                HostArrays.toFloats(tensors.get("W_dec").transpose()));

        Files.writeString(directory.resolve("activation_scaler.json"), "{\"scaling_factor\": 4.0}");
        edit(json -> json.put("normalize_activations", "expected_average_only_in"));
        LoadedSae folded = SaeFormats.read(directory);
        assertThat(folded.config().encoder().doubleOr("residualThreshold", 0)).isEqualTo(0.0025);
        assertSameBits(folded.weights().get("W_dec"), HostArrays.toFloats(tensors.get("W_dec")));
        assertSameBits(
                folded.weights().get("b_dec"),
                HostArrays.toFloats(tensors.get("b_dec").div(4)));

        edit(json -> json.put("residual_threshold", -1));
        assertRefused(
                config,
                "key 'residual_threshold' must be a number that is not negative, got -1",
                () -> SaeFormats.read(directory));
        edit(json -> json.put("residual_threshold", 0).put("max_iterations", 0));
        assertRefused(
                config, "key 'max_iterations' must be a positive integer, got 0", () -> SaeFormats.read(directory));
        edit(json -> json.put("max_iterations", 2).put("apply_b_dec_to_input", false));
        assertSameBits(SaeFormats.read(directory).weights().get("b_dec"), new float[D_IN]);
    }

    private Weights even() {
        Map<String, INDArray> all = new LinkedHashMap<>(tensors);
        all.put("W_dec", gaussian(2, D_SAE, D_IN));
        all.put("b_dec", gaussian(4, D_IN));
        return Weights.of(all);
    }

    private void refused(Path file, String problem, Consumer<ObjectNode> change) throws IOException {
        write("transcoder", change);
        assertRefused(file, problem, () -> SaeFormats.read(directory));
    }

    private void edit(Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = JsonFiles.readObject(config);
        change.accept(json);
        JsonFiles.write(config, json);
    }

    /** The keys that SAELens writes for a transcoder. */
    private void write(String architecture, Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = JsonFiles.MAPPER.createObjectNode();
        json.put("d_in", D_IN).put("d_sae", D_SAE).put("dtype", "float32").put("device", "cpu");
        json.put("apply_b_dec_to_input", false).put("normalize_activations", "none");
        json.put("reshape_activations", "none").put("d_out", D_OUT).put("architecture", architecture);
        json.putObject("metadata").put("sae_lens_version", "6.18.0").put("hook_name_out", "blocks.3.hook_mlp_out");
        change.accept(json);
        JsonFiles.write(config, json);
        Safetensors.write(weights, tensors);
    }

    private static INDArray gaussian(long seed, int... shape) {
        int length = 1;
        long[] sizes = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            length *= shape[i];
            sizes[i] = shape[i];
        }
        return HostArrays.create(Batches.gaussian(seed, length), sizes);
    }
}
