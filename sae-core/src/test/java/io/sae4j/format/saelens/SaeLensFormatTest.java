package io.sae4j.format.saelens;

import static io.sae4j.format.FormatTests.assertClose;
import static io.sae4j.format.FormatTests.assertSameBits;
import static io.sae4j.format.FormatTests.floats;
import static io.sae4j.format.FormatTests.golden;
import static io.sae4j.format.FormatTests.goldenValues;
import static io.sae4j.format.FormatTests.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class SaeLensFormatTest {
    private static final double FOLD_TOLERANCE = 1e-6;
    private static final String WEIGHTS = "sae_weights.safetensors";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"topk", "jumprelu_step"})
    void anInferenceDirectorySurvivesToTheBit(String name) {
        Path source = golden("saelens_dirs/" + name + "/infer");
        LoadedSae sae = SaeFormats.read(source);
        Path target = directory.resolve("saved");
        SaeFormats.write(sae.config(), sae.weights(), sae.provenance(), sae.featureDensity(), target);

        assertThat(target.resolve(WEIGHTS)).hasSameBinaryContentAs(source.resolve(WEIGHTS));
        assertThat(JsonFiles.readObject(target.resolve("cfg.json")))
                .isEqualTo(JsonFiles.readObject(source.resolve("cfg.json")));
        assertThat(names(target)).containsExactly("cfg.json", "sae4j.json", WEIGHTS);
        assertThat(sae.provenance().origin()).isEqualTo("saelens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"topk", "jumprelu_step"})
    void bothFormsHoldTheGoldenInferenceModel(String name) {
        JsonNode params = goldenValues().at("/" + name + "/inference/params");
        for (String form : new String[] {"train", "infer"}) {
            LoadedSae sae = SaeFormats.read(golden("saelens_dirs/" + name + "/" + form));
            assertThat(sae.weights().asMap()).hasSize(params.size());
            params.properties()
                    .forEach(p -> assertClose(sae.weights().get(p.getKey()), floats(p.getValue()), FOLD_TOLERANCE));
            assertThat(sae.featureDensity()).isNull();
            assertThat(sae.config().dIn()).isEqualTo(5);
            assertThat(sae.config().dSae()).isEqualTo(8);
            assertThat(sae.config().applyBDecToInput()).isTrue();
            assertThat(sae.config().encoderInputScale()).isEqualTo(1.0);
        }
        LoadedSae sae = SaeFormats.read(golden("saelens_dirs/" + name + "/train"));
        assertThat(sae.config().encoder()).isEqualTo(name.equals("topk") ? topk(true) : EncoderSpec.of("jumprelu"));
    }

    @Test
    void standardHasExactlySaeLensKeys() {
        Weights weights = goldenWeights("standard");
        SaeFormats.write(config("relu"), weights, provenance(), null, directory.resolve("s"));
        JsonNode json = JsonFiles.readObject(directory.resolve("s/cfg.json"));
        assertThat(json.toString())
                .isEqualTo("{\"normalize_activations\":\"none\",\"device\":\"cpu\",\"d_in\":5,"
                        + "\"reshape_activations\":\"none\",\"apply_b_dec_to_input\":true,\"d_sae\":8,"
                        + "\"metadata\":{\"model_name\":\"gpt2\",\"seqpos_slice\":[null],"
                        + "\"sae_lens_version\":\"6.18.0\"},"
                        + "\"dtype\":\"float32\",\"architecture\":\"standard\"}");
        LoadedSae read = SaeFormats.read(directory.resolve("s"));
        assertThat(read.config().encoder()).isEqualTo(EncoderSpec.of("relu"));
        assertThat(read.provenance()).isEqualTo(provenance());
        assertSame(read.weights(), weights);
    }

    @Test
    void topkWithoutRescalingIsKeptAsItIs() {
        Weights weights = goldenWeights("topk_norescale");
        SaeConfig config = SaeConfig.autoencoder(5, 8, topk(false));
        SaeFormats.write(config, weights, provenance(), null, directory.resolve("s"));
        LoadedSae read = SaeFormats.read(directory.resolve("s"));
        assertThat(read.config().encoder()).isEqualTo(topk(false));
        assertSame(read.weights(), weights);
        assertThatThrownBy(() -> SaeFormats.write(
                        SaeConfig.autoencoder(5, 8, topk(true)), weights, provenance(), null, directory.resolve("t")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("with rescaleByDecoderNorm the rows of W_dec must have unit length; fold their norms into"
                        + " W_enc and b_enc");
        assertThat(directory.resolve("t")).doesNotExist();
    }

    @Test
    void theInputScaleIsFoldedIntoRawUnits() throws IOException {
        Path copy = copy("jumprelu_step/train");
        edit(copy, "\"normalize_activations\": \"none\"", "\"normalize_activations\": \"expected_average_only_in\"");
        Files.writeString(copy.resolve("activation_scaler.json"), "{\"scaling_factor\": 4.0}");
        Weights folded = SaeFormats.read(copy).weights();
        Weights plain =
                SaeFormats.read(golden("saelens_dirs/jumprelu_step/train")).weights();
        plain.asMap().forEach((name, tensor) -> {
            float[] expected = HostArrays.toFloats(tensor);
            if (tensor.rank() == 1) {
                for (int i = 0; i < expected.length; i++) {
                    expected[i] /= 4;
                }
            }
            assertSameBits(folded.get(name), expected);
        });
        float[] x = floats(goldenValues().at("/jumprelu_step/x"));
        float[] raw = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            raw[i] = x[i] / 4;
        }
        float[] codes = floats(goldenValues().at("/jumprelu_step/inference/feature_acts"));
        float[] actual = jumpReluCodes(folded, raw);
        for (int i = 0; i < codes.length; i++) {
            assertThat(Math.abs(actual[i] * 4 - codes[i])).isLessThan(1e-5f);
        }
    }

    @Test
    void aScalerWithoutFactorAndAnUnusedScalerChangeNothing() throws IOException {
        Path copy = copy("topk/infer");
        Files.writeString(copy.resolve("activation_scaler.json"), "{\"scaling_factor\": 3.0}");
        Weights plain = SaeFormats.read(golden("saelens_dirs/topk/infer")).weights();
        assertSame(SaeFormats.read(copy).weights(), plain);
        edit(copy, "\"normalize_activations\": \"none\"", "\"normalize_activations\": \"expected_average_only_in\"");
        Files.writeString(copy.resolve("activation_scaler.json"), "{\"scaling_factor\": null}");
        assertSame(SaeFormats.read(copy).weights(), plain);
    }

    @Test
    void densitiesAreKept() {
        double[] density = {0, 1, 0.5, 1e-3, 1e-6, 0.25, 0.03125, 0.9};
        SaeFormats.write(config("relu"), goldenWeights("standard"), provenance(), density, directory.resolve("s"));
        Map<String, INDArray> file = Safetensors.read(directory.resolve("s/sparsity.safetensors"));
        assertThat(file).containsOnlyKeys("sparsity");
        assertThat(file.get("sparsity").getFloat(0)).isEqualTo(-10f);
        double[] read = SaeFormats.read(directory.resolve("s")).featureDensity();
        for (int j = 0; j < density.length; j++) {
            assertThat(read[j]).isCloseTo(density[j], Offset.offset(1e-5 * density[j] + 1e-14));
        }
        SaeFormats.write(config("relu"), goldenWeights("standard"), provenance(), null, directory.resolve("s"));
        assertThat(SaeFormats.read(directory.resolve("s")).featureDensity()).isNull();
    }

    @Test
    void aCustomEncoderBringsItsSettingsTensorsAndScale() {
        Map<String, INDArray> tensors =
                new LinkedHashMap<>(goldenWeights("standard").asMap());
        tensors.put("slope", HostArrays.create(new float[] {1, 2, 3}, 3));
        EncoderSpec spec = new EncoderSpec("softshrink", Map.of("lambda", 0.25, "rounds", 3, "hard", true));
        SaeConfig config = new SaeConfig(5, 5, 8, spec, false, 0.125, Map.of("sae_lens_version", "6.30.0"));
        SaeFormats.write(config, Weights.of(tensors), provenance(), null, directory.resolve("s"));
        LoadedSae read = SaeFormats.read(directory.resolve("s"));
        assertThat(read.config()).isEqualTo(config);
        assertSame(read.weights(), Weights.of(tensors));
    }

    @Test
    void aTrainedHistorySurvives() {
        Provenance history = new Provenance(
                "1.2.3",
                "trained",
                Map.of("lr", 3e-4, "betas", List.of(0.9, 0.999), "adam", Map.of("eps", 1e-8)),
                Long.MIN_VALUE,
                1L << 40,
                12,
                Map.of("fvu", 0.25, "loss", Double.NaN, "l0", Double.POSITIVE_INFINITY));
        SaeFormats.write(config("relu"), goldenWeights("standard"), history, null, directory.resolve("s"));
        assertThat(SaeFormats.read(directory.resolve("s")).provenance()).isEqualTo(history);
    }

    private Path copy(String form) throws IOException {
        Path copy = Files.createDirectory(directory.resolve("copy"));
        for (String name : new String[] {"cfg.json", WEIGHTS}) {
            Files.copy(golden("saelens_dirs/" + form).resolve(name), copy.resolve(name));
        }
        return copy;
    }

    private static void edit(Path copy, String from, String to) throws IOException {
        Path file = copy.resolve("cfg.json");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private static float[] jumpReluCodes(Weights weights, float[] x) {
        float[] wEnc = HostArrays.toFloats(weights.get(Weights.W_ENC));
        float[] bEnc = HostArrays.toFloats(weights.get(Weights.B_ENC));
        float[] bDec = HostArrays.toFloats(weights.get(Weights.B_DEC));
        float[] threshold = HostArrays.toFloats(weights.get(Weights.THRESHOLD));
        int d = bDec.length;
        int m = bEnc.length;
        float[] codes = new float[x.length / d * m];
        for (int i = 0; i < codes.length; i++) {
            float pre = bEnc[i % m];
            for (int c = 0; c < d; c++) {
                pre += (x[i / m * d + c] - bDec[c]) * wEnc[c * m + i % m];
            }
            codes[i] = pre > threshold[i % m] ? pre : 0;
        }
        return codes;
    }

    private static EncoderSpec topk(boolean rescale) {
        return new EncoderSpec("topk", Map.of("k", 2, "rescaleByDecoderNorm", rescale));
    }

    private static SaeConfig config(String encoder) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("model_name", "gpt2");
        metadata.put("seqpos_slice", Collections.singletonList(null));
        return SaeConfig.autoencoder(5, 8, EncoderSpec.of(encoder)).withMetadata(metadata);
    }

    private static Provenance provenance() {
        return Provenance.of("0.1", "untrained");
    }

    private static Weights goldenWeights(String name) {
        JsonNode params = goldenValues().at("/" + name + "/inference/params");
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        params.properties().forEach(p -> {
            JsonNode value = p.getValue();
            long[] shape = value.get(0).isArray()
                    ? new long[] {value.size(), value.get(0).size()}
                    : new long[] {value.size()};
            tensors.put(p.getKey(), HostArrays.create(floats(value), shape));
        });
        return Weights.of(tensors);
    }

    private static void assertSame(Weights actual, Weights expected) {
        assertThat(actual.asMap().keySet())
                .containsExactlyInAnyOrderElementsOf(expected.asMap().keySet());
        expected.asMap().forEach((name, tensor) -> assertSameBits(actual.get(name), HostArrays.toFloats(tensor)));
    }
}
