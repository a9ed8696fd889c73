package io.sae4j.format.saelens;

import static io.sae4j.format.FormatTests.assertClose;
import static io.sae4j.format.FormatTests.assertRefused;
import static io.sae4j.format.FormatTests.assertSameBits;
import static io.sae4j.format.FormatTests.floats;
import static io.sae4j.format.FormatTests.goldenValues;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.SparseAutoencoder;
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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** SAELens's gated architecture, with the golden values in it: the gate's bias is {@code b_gate} there, {@code b_enc} here. */
class SaeLensGatedTest {
    private static final double TOLERANCE = 1e-5;
    private static final String CONFIG = "{\"normalize_activations\":\"none\",\"device\":\"cpu\",\"d_in\":5,"
            + "\"reshape_activations\":\"none\",\"apply_b_dec_to_input\":true,\"d_sae\":8,"
            + "\"metadata\":{\"sae_lens_version\":\"6.18.0\",\"sae_lens_training_version\":\"6.18.0\"},"
            + "\"dtype\":\"float32\",\"architecture\":\"gated\"}";

    private final JsonNode golden = goldenValues().get("gated");
    private final INDArray x = HostArrays.create(floats(golden.get("x")), 6, 5);

    @TempDir
    Path directory;

    @Test
    void theTrainingFormGivesTheGoldenActivations() throws IOException {
        writeConfig("\"decoder_init_norm\":0.1,\"l1_coefficient\":0.7,\"l1_warm_up_steps\":0,");
        writeTensors(tensors(golden.get("params")));
        LoadedSae read = SaeFormats.read(directory);
        assertThat(read.config().encoder()).isEqualTo(EncoderSpec.of("gated"));
        assertThat(read.weights().asMap().keySet())
                .containsExactlyInAnyOrder("W_enc", "W_dec", "b_dec", "b_enc", "b_mag", "r_mag");
        assertSameBits(read.weights().get(Weights.B_ENC), floats(golden.at("/params/b_gate")));

        SparseAutoencoder sae = SparseAutoencoder.load(directory);
        assertClose(sae.encodeDense(x), floats(golden.get("feature_acts")), TOLERANCE);
        assertClose(sae.reconstruct(x), floats(golden.get("sae_out")), TOLERANCE);
    }

    @Test
    void savingItAgainWritesSaeLensTensorsAndKeys() throws IOException {
        writeConfig("");
        Map<String, INDArray> tensors = tensors(golden.at("/inference/params"));
        writeTensors(tensors);
        SparseAutoencoder sae = SparseAutoencoder.load(directory);
        Path saved = directory.resolve("saved");
        sae.save(saved);

        assertThat(saved.resolve("sae_weights.safetensors"))
                .hasSameBinaryContentAs(directory.resolve("sae_weights.safetensors"));
        assertThat(Safetensors.read(saved.resolve("sae_weights.safetensors")).keySet())
                .containsExactlyInAnyOrder("W_enc", "W_dec", "b_dec", "b_gate", "b_mag", "r_mag");
        assertThat(JsonFiles.readObject(saved.resolve("cfg.json")).toString()).isEqualTo(CONFIG);
        SparseAutoencoder again = SparseAutoencoder.load(saved);
        assertClose(again.encodeDense(x), floats(golden.at("/inference/feature_acts")), TOLERANCE);
        assertSameBits(again.encodeDense(x), HostArrays.toFloats(sae.encodeDense(x)));
        Files.delete(saved.resolve("sae4j.json"));
        assertSameBits(SparseAutoencoder.load(saved).encodeDense(x), HostArrays.toFloats(sae.encodeDense(x)));
    }

    @Test
    void theInputScaleIsFoldedIntoAllBiases() throws IOException {
        writeTensors(tensors(golden.get("params")));
        ObjectNode json = (ObjectNode) JsonFiles.MAPPER.readTree(CONFIG);
        json.put("normalize_activations", "expected_average_only_in");
        JsonFiles.write(directory.resolve("cfg.json"), json);
        Files.writeString(directory.resolve("activation_scaler.json"), "{\"scaling_factor\": 4.0}");

        Weights folded = SaeFormats.read(directory).weights();
        assertSameBits(folded.get("r_mag"), floats(golden.at("/params/r_mag")));
        float[] bias = floats(golden.at("/params/b_mag"));
        for (int j = 0; j < bias.length; j++) {
            bias[j] /= 4;
        }
        assertSameBits(folded.get("b_mag"), bias);
        INDArray codes = SparseAutoencoder.load(directory).encodeDense(x.div(4));
        assertClose(codes.mul(4), floats(golden.get("feature_acts")), TOLERANCE);
    }

    @Test
    void tensorsOfOtherNamesAreRefused() throws IOException {
        writeConfig("");
        Map<String, INDArray> tensors = tensors(golden.get("params"));
        INDArray gateBias = tensors.remove("b_gate");
        writeTensors(tensors);
        Path file = directory.resolve("sae_weights.safetensors");
        String names = "[W_dec, W_enc, b_dec, b_gate, b_mag, r_mag]";
        assertRefused(
                file,
                "tensor 'b_gate' is missing; architecture 'gated' has " + names
                        + ", the file has [W_dec, W_enc, b_dec, b_mag, r_mag]",
                () -> SaeFormats.read(directory));
        tensors.put("b_gate", gateBias);
        tensors.put("b_enc", gateBias);
        writeTensors(tensors);
        assertRefused(
                file,
                "tensor 'b_enc' does not belong to architecture 'gated', which has " + names,
                () -> SaeFormats.read(directory));
    }

    private void writeConfig(String moreKeys) throws IOException {
        Files.writeString(directory.resolve("cfg.json"), CONFIG.replace("\"dtype\"", moreKeys + "\"dtype\""));
    }

    private void writeTensors(Map<String, INDArray> tensors) throws IOException {
        Files.deleteIfExists(directory.resolve("sae_weights.safetensors"));
        Safetensors.write(directory.resolve("sae_weights.safetensors"), new TreeMap<>(tensors));
    }

    private static Map<String, INDArray> tensors(JsonNode group) {
        Map<String, INDArray> tensors = new TreeMap<>();
        group.properties().forEach(p -> {
            float[] values = floats(p.getValue());
            int rows = p.getValue().size();
            long[] shape = values.length == rows ? new long[] {rows} : new long[] {rows, values.length / rows};
            tensors.put(p.getKey(), HostArrays.create(values, shape));
        });
        return tensors;
    }
}
