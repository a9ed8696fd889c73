package io.sae4j;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sae4j.encoder.GatedEncoder;
import io.sae4j.format.safetensors.Safetensors;
import io.sae4j.inference.Codec;
import io.sae4j.model.EncoderSpec;
import io.sae4j.model.Provenance;
import io.sae4j.model.RowPart;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.testing.Batches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every architecture in every form: saved under its name, with its tensors and keys, and the same after loading. */
class SavedFormsTest {
    private static final int D_IN = 6;
    private static final int D_SAE = 10;
    private static final int ROWS = 25;
    private static final double SAME_CODES = 1e-4;
    private static final EncoderSpec SOFT = new EncoderSpec("saved-forms-soft", Map.of());
    private static final List<EncoderSpec> ENCODERS = List.of(
            EncoderSpec.of("relu"),
            new EncoderSpec("topk", Map.of("k", 3, "rescaleByDecoderNorm", false)),
            EncoderSpec.of("jumprelu"),
            EncoderSpec.of("gated"),
            SOFT);
    private static final Set<String> COMMON = Set.of("W_enc", "W_dec", "b_enc", "b_dec");

    @TempDir
    Path directory;

    /** What rows and reconstructions are to each other. */
    enum Kind {
        AUTOENCODER(D_IN, false),
        TRANSCODER(4, false),
        EVEN_TRANSCODER(D_IN, false),
        SKIP_TRANSCODER(4, true),
        EVEN_SKIP_TRANSCODER(D_IN, true),
        CROSSCODER(D_IN, false);

        private final int dOut;
        private final boolean skip;

        Kind(int dOut, boolean skip) {
            this.dOut = dOut;
            this.skip = skip;
        }

        boolean ownTargets() {
            return name().endsWith("TRANSCODER");
        }

        String architecture(String base) {
            String form = name().replace("EVEN_", "").toLowerCase(Locale.ROOT);
            if (this == AUTOENCODER) {
                return base;
            }
            return base.equals("standard") ? form : base + "_" + form;
        }
    }

    static Stream<Arguments> saes() {
        return ENCODERS.stream().flatMap(encoder -> Stream.of(Kind.values()).map(kind -> Arguments.of(encoder, kind)));
    }

    @ParameterizedTest
    @MethodSource("saes")
    void encodesAndDecodesTheSameAfterLoading(EncoderSpec encoder, Kind kind) throws IOException {
        Encoders.register(Encoders.of(SOFT.name(), (sd, pre) -> sd.nn().relu(pre.sub(0.1), 0)));
        SparseAutoencoder sae = sae(encoder, kind);
        Path saved = directory.resolve("sae");
        sae.save(saved);
        SparseAutoencoder again = SparseAutoencoder.load(saved);

        INDArray rows = HostArrays.create(Batches.gaussian(9, ROWS * D_IN), ROWS, D_IN);
        assertThat(HostArrays.toFloats(again.encodeDense(rows)))
                .containsExactly(HostArrays.toFloats(sae.encodeDense(rows)));
        assertThat(HostArrays.toFloats(again.reconstruct(rows)))
                .containsExactly(HostArrays.toFloats(sae.reconstruct(rows)));
        assertThat(again.config().withMetadata(Map.of())).isEqualTo(sae.config());

        JsonNode json = new ObjectMapper().readTree(saved.resolve("cfg.json").toFile());
        String base = encoder.name().equals("relu") ? "standard" : encoder.name();
        assertThat(json.get("architecture").textValue()).isEqualTo(kind.architecture(base));
        assertThat(json.has("d_out")).isEqualTo(kind.ownTargets());
        assertThat(json.get("apply_b_dec_to_input").booleanValue()).isNotEqualTo(kind.ownTargets());
        Set<String> tensors = new TreeSet<>(COMMON);
        if (encoder.name().equals("jumprelu")) {
            tensors.add("threshold");
        }
        if (encoder.name().equals("gated")) {
            tensors.remove("b_enc");
            tensors.addAll(Set.of("b_gate", "b_mag", "r_mag"));
        }
        if (kind.skip) {
            tensors.add("W_skip");
        }
        assertThat(Safetensors.read(saved.resolve("sae_weights.safetensors"))).containsOnlyKeys(tensors);
    }

    /** Those whose b_dec is as wide as their rows. */
    static Stream<Arguments> evenTranscoders() {
        return saes().filter(sae -> sae.get()[1].toString().startsWith("EVEN"));
    }

    @ParameterizedTest
    @MethodSource("evenTranscoders")
    void aTranscodersShiftOfTheInputMovesIntoItsBias(EncoderSpec encoder, Kind kind) {
        Encoders.register(Encoders.of(SOFT.name(), (sd, pre) -> sd.nn().relu(pre.sub(0.1), 0)));
        SparseAutoencoder sae = sae(encoder, kind, true);
        Path saved = directory.resolve("sae");
        sae.save(saved);
        SparseAutoencoder again = SparseAutoencoder.load(saved);
        assertThat(again.config().applyBDecToInput()).isFalse();
        INDArray rows = HostArrays.create(Batches.gaussian(9, ROWS * D_IN), ROWS, D_IN);
        assertClose("codes", again.encodeDense(rows), sae.encodeDense(rows), SAME_CODES);
        assertClose("rows", again.reconstruct(rows), sae.reconstruct(rows), SAME_CODES);
    }

    private static SparseAutoencoder sae(EncoderSpec encoder, Kind kind) {
        return sae(encoder, kind, !kind.ownTargets());
    }

    private static SparseAutoencoder sae(EncoderSpec encoder, Kind kind, boolean applyBDecToInput) {
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        tensors.put(Weights.W_ENC, gaussian(1, D_IN, D_SAE));
        tensors.put(Weights.W_DEC, gaussian(2, D_SAE, kind.dOut));
        tensors.put(Weights.B_ENC, gaussian(3, D_SAE));
        tensors.put(Weights.B_DEC, gaussian(4, kind.dOut));
        if (encoder.name().equals("jumprelu")) {
            tensors.put(Weights.THRESHOLD, gaussian(5, D_SAE));
        }
        if (encoder.name().equals("gated")) {
            tensors.put(GatedEncoder.B_MAG, gaussian(7, D_SAE));
            tensors.put(GatedEncoder.R_MAG, gaussian(8, D_SAE));
        }
        if (kind.skip) {
            tensors.put(Weights.W_SKIP, gaussian(6, kind.dOut, D_IN));
        }
        List<RowPart> parts =
                kind == Kind.CROSSCODER ? List.of(new RowPart(2, 0.5), new RowPart(D_IN - 2, 3)) : List.of();
        double scale = encoder.equals(SOFT) ? 1.5 : 1.0;
        SaeConfig config = new SaeConfig(
                D_IN, kind.dOut, D_SAE, encoder, applyBDecToInput, scale, kind.ownTargets(), parts, Map.of());
        Codec codec = new Codec(config, Encoders.fromSpec(encoder), Weights.of(tensors));
        return new SparseAutoencoder(codec, Provenance.of("0.1", "untrained"), null);
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
