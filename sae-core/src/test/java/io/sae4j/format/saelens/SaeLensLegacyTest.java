package io.sae4j.format.saelens;

import static io.sae4j.format.FormatTests.assertSameBits;
import static io.sae4j.format.FormatTests.golden;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sae4j.format.FormatTests;
import io.sae4j.format.JsonFiles;
import io.sae4j.format.sae.SaeFormats;
import io.sae4j.format.safetensors.Safetensors;
import io.sae4j.model.EncoderSpec;
import io.sae4j.model.LoadedSae;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class SaeLensLegacyTest {
    @TempDir
    Path directory;

    @BeforeEach
    void copyWeights() throws IOException {
        Path weights = golden("saelens_dirs/topk/train/sae_weights.safetensors");
        Files.copy(weights, directory.resolve("sae_weights.safetensors"));
    }

    @Test
    void aFlatReluConfigurationIsReadAndSavedInTodaysForm() throws IOException {
        config("{\"hook_point\": \"blocks.0.hook_mlp_out\", \"hook_point_head_index\": null, \"d_in\": 5, \"d_sae\": 8,"
                + " \"model_name\": \"gelu-2l\", \"activation_fn_str\": \"relu\", \"normalize_activations\": false,"
                + " \"dtype\": \"torch.float32\", \"device\": \"cuda\"}");
        LoadedSae sae = SaeFormats.read(directory);
        assertThat(sae.config().encoder()).isEqualTo(EncoderSpec.of("relu"));
        assertThat(sae.config().applyBDecToInput()).isTrue();
        assertThat(sae.config().metadata())
                .isEqualTo(Map.of("hook_name", "blocks.0.hook_mlp_out", "model_name", "gelu-2l", "prepend_bos", true));
        Map<String, INDArray> stored = Safetensors.read(directory.resolve("sae_weights.safetensors"));
        stored.forEach((name, tensor) -> assertSameBits(sae.weights().get(name), HostArrays.toFloats(tensor)));

        Path saved = directory.resolve("saved");
        SaeFormats.write(sae.config(), sae.weights(), sae.provenance(), null, saved);
        JsonNode json = JsonFiles.readObject(saved.resolve("cfg.json"));
        assertThat(json.at("/metadata/sae_lens_version").textValue()).isEqualTo("6.18.0");
        assertThat(json.at("/metadata/hook_name").textValue()).isEqualTo("blocks.0.hook_mlp_out");
    }

    @Test
    void aFlatTopKConfigurationTakesKFromItsArguments() throws IOException {
        config("{\"d_in\": 5, \"d_sae\": 8, \"activation_fn_str\": \"topk\", \"activation_fn_kwargs\": {\"k\": 3},"
                + " \"sae_lens_version\": \"5.3.1\", \"apply_b_dec_to_input\": false}");
        LoadedSae sae = SaeFormats.read(directory);
        assertThat(sae.config().encoder())
                .isEqualTo(new EncoderSpec("topk", Map.of("k", 3, "rescaleByDecoderNorm", false)));
        assertThat(sae.config().applyBDecToInput()).isFalse();
        Path saved = directory.resolve("saved");
        SaeFormats.write(sae.config(), sae.weights(), sae.provenance(), null, saved);
        assertThat(JsonFiles.readObject(saved.resolve("cfg.json"))
                        .at("/metadata/sae_lens_version")
                        .textValue())
                .isEqualTo("6.18.0");
    }

    @Test
    void oldNormalisationAndHeadReshapingAreRefused() throws IOException {
        Path file = config("{\"d_in\": 5, \"d_sae\": 8, \"normalize_activations\": true}");
        FormatTests.assertRefused(
                file,
                "normalize_activations is 'expected_average_only_in', so rows were multiplied by a factor measured in"
                        + " training, but activation_scaler.json, which holds it, is missing; fold the factor in"
                        + " SAELens and save again",
                () -> SaeFormats.read(directory));
        config("{\"d_in\": 5, \"d_sae\": 8, \"hook_point\": \"blocks.1.attn.hook_z\"}");
        FormatTests.assertRefused(
                file,
                "reshape_activations 'hook_z' is not supported; only 'none' is",
                () -> SaeFormats.read(directory));
    }

    @Test
    void aZeroDecoderRowDoesNotDivideByZero() throws IOException {
        Path weights = directory.resolve("sae_weights.safetensors");
        Map<String, INDArray> tensors = Safetensors.read(weights);
        tensors.get(Weights.W_DEC).getRow(3).assign(0);
        float[] bias = HostArrays.toFloats(tensors.get(Weights.B_ENC));
        Safetensors.write(weights, tensors);
        Files.copy(golden("saelens_dirs/topk/train/cfg.json"), directory.resolve("cfg.json"));
        Weights read = SaeFormats.read(directory).weights();
        assertSameBits(read.get(Weights.W_DEC).getRow(3), 0, 0, 0, 0, 0);
        assertThat(read.get(Weights.B_ENC).getFloat(3)).isEqualTo(bias[3]);
    }

    private Path config(String json) throws IOException {
        Path file = directory.resolve("cfg.json");
        Files.writeString(file, json);
        return file;
    }
}
