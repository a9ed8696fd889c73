package io.sae4j.format.saelens;

import static io.sae4j.format.FormatTests.assertClose;
import static io.sae4j.format.FormatTests.assertRefused;
import static io.sae4j.format.FormatTests.assertSameBits;
import static io.sae4j.format.FormatTests.floats;
import static io.sae4j.format.FormatTests.goldenValues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.SparseAutoencoder;
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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** SAELens's training form of BatchTopK and Matryoshka, with the golden values in it. */
class SaeLensBatchTopKTest {
    private static final double TOLERANCE = 1e-5;
    private static final String[] TENSORS = {"W_dec", "W_enc", "b_dec", "b_enc"};

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"batchtopk", "matryoshka_batchtopk"})
    void itIsReadAsTheJumpReluThatSaeLensMakesOfIt(String name) throws IOException {
        JsonNode golden = writeTraining(name, json -> {});
        LoadedSae sae = SaeFormats.read(directory);
        assertThat(sae.config().encoder()).isEqualTo(EncoderSpec.of("jumprelu"));
        assertThat(sae.weights().asMap()).hasSize(5);
        golden.at("/inference/params")
                .properties()
                .forEach(p -> assertClose(sae.weights().get(p.getKey()), floats(p.getValue()), 1e-6));
        INDArray x = HostArrays.create(floats(golden.get("x")), 6, 5);
        SparseAutoencoder loaded = SparseAutoencoder.load(directory);
        assertClose(loaded.encodeDense(x), floats(golden.at("/inference/feature_acts")), TOLERANCE);
        assertClose(loaded.reconstruct(x), floats(golden.at("/inference/sae_out")), TOLERANCE);
    }

    @Test
    void itIsSavedAsSaeLensSavesItForInference() throws IOException {
        writeTraining("batchtopk", json -> {});
        SparseAutoencoder loaded = SparseAutoencoder.load(directory);
        Path saved = directory.resolve("saved");
        loaded.save(saved);
        assertThat(JsonFiles.readObject(saved.resolve("cfg.json")).toString())
                .isEqualTo("{\"normalize_activations\":\"none\",\"device\":\"cpu\",\"d_in\":5,"
                        + "\"reshape_activations\":\"none\",\"apply_b_dec_to_input\":true,\"d_sae\":8,"
                        + "\"metadata\":{\"sae_lens_version\":\"6.18.0\",\"sae_lens_training_version\":\"6.18.0\"},"
                        + "\"dtype\":\"float32\",\"architecture\":\"jumprelu\"}");
        SparseAutoencoder again = SparseAutoencoder.load(saved);
        assertSameBits(again.weights("threshold"), HostArrays.toFloats(loaded.weights("threshold")));
    }

    /** Where SAELens folds the scale into such an SAE, it forgets the threshold, and another number of features fires. */
    @Test
    void theInputScaleIsFoldedIntoTheThresholdToo() throws IOException {
        JsonNode golden =
                writeTraining("batchtopk", json -> json.put("normalize_activations", "expected_average_only_in"));
        Files.writeString(directory.resolve("activation_scaler.json"), "{\"scaling_factor\": 4.0}");
        float[] threshold =
                HostArrays.toFloats(SaeFormats.read(directory).weights().get(Weights.THRESHOLD));
        assertThat(threshold)
                .containsOnly((float) golden.get("topk_threshold_after_1_step").asDouble() / 4);
        INDArray raw = HostArrays.create(floats(golden.get("x")), 6, 5).divi(4);
        INDArray codes = SparseAutoencoder.load(directory).encodeDense(raw);
        assertClose(codes.mul(4), floats(golden.at("/inference/feature_acts")), TOLERANCE);
    }

    @Test
    void withoutRescalingTheWeightsStay() throws IOException {
        JsonNode golden = writeTraining("batchtopk", json -> json.put("rescale_acts_by_decoder_norm", false));
        LoadedSae sae = SaeFormats.read(directory);
        for (String tensor : TENSORS) {
            assertSameBits(sae.weights().get(tensor), floats(golden.at("/params/" + tensor)));
        }
    }

    @Test
    void whatIsNotSaidIsRefused() throws IOException {
        writeTraining("batchtopk", json -> json.remove("rescale_acts_by_decoder_norm"));
        Path config = directory.resolve("cfg.json");
        assertRefused(config, "key 'rescale_acts_by_decoder_norm' is missing", () -> SaeFormats.read(directory));

        writeTraining("batchtopk", json -> json.put("architecture", "jumprelu"));
        Path weights = directory.resolve("sae_weights.safetensors");
        assertRefused(
                weights,
                "tensor 'threshold' is missing; architecture 'jumprelu' has [W_dec, W_enc, b_dec, b_enc, threshold],"
                        + " the file has [W_dec, W_enc, b_dec, b_enc, topk_threshold]",
                () -> SaeFormats.read(directory));

        writeTraining("batchtopk", json -> {});
        Map<String, INDArray> tensors = Safetensors.read(weights);
        tensors.put("topk_threshold", HostArrays.create(new float[8], 8));
        Safetensors.write(weights, tensors);
        assertRefused(
                weights,
                "tensor 'topk_threshold' has shape [8], but by the configuration it must have []",
                () -> SaeFormats.read(directory));
        tensors.remove("topk_threshold");
        Safetensors.write(weights, tensors);
        assertRefused(
                weights,
                "tensor 'topk_threshold' is missing; architecture 'batchtopk' has [W_dec, W_enc, b_dec, b_enc,"
                        + " topk_threshold], the file has [W_dec, W_enc, b_dec, b_enc]",
                () -> SaeFormats.read(directory));
    }

    @Test
    void theTrainingFormIsNotWritten() throws IOException {
        writeTraining("batchtopk", json -> {});
        LoadedSae sae = SaeFormats.read(directory);
        SaeConfig config = SaeConfig.autoencoder(5, 8, new EncoderSpec("batchtopk", Map.of("k", 2)));
        Path target = directory.resolve("target");
        assertThatThrownBy(
                        () -> SaeFormats.write(config, sae.weights(), Provenance.of("0.1", "untrained"), null, target))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("encoder 'batchtopk' is saved in its inference form, 'jumprelu'");
        assertThat(target).doesNotExist();
    }

    /** {@code cfg.json} and tensors as SAELens 6.18 writes them; returns the golden values. */
    private JsonNode writeTraining(String name, Consumer<ObjectNode> change) throws IOException {
        JsonNode golden = goldenValues().get(name);
        ObjectNode config = golden.get("cfg").deepCopy();
        config.putObject("metadata").put("sae_lens_version", "6.18.0").put("sae_lens_training_version", "6.18.0");
        change.accept(config);
        JsonFiles.write(directory.resolve("cfg.json"), config);

        ObjectNode header = JsonFiles.MAPPER.createObjectNode();
        ByteBuffer data = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        for (String tensor : TENSORS) {
            JsonNode values = golden.at("/params/" + tensor);
            ObjectNode info = header.putObject(tensor).put("dtype", "F32");
            info.putArray("shape").add(values.size());
            if (values.get(0).isArray()) {
                info.withArray("shape").add(values.get(0).size());
            }
            info.putArray("data_offsets").add(data.position());
            for (float value : floats(values)) {
                data.putFloat(value);
            }
            info.withArray("data_offsets").add(data.position());
        }
        ObjectNode info = header.putObject("topk_threshold").put("dtype", "F64");
        info.putArray("shape");
        info.putArray("data_offsets").add(data.position()).add(data.position() + Double.BYTES);
        data.putDouble(golden.get("topk_threshold_after_1_step").asDouble());

        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(Long.BYTES + json.length + data.position())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data.flip());
        Files.write(directory.resolve("sae_weights.safetensors"), file.array());
        return golden;
    }
}
