package io.sae4j;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.data.SyntheticFeatures;
import io.sae4j.eval.Metrics;
import io.sae4j.format.safetensors.Safetensors;
import io.sae4j.inference.Codec;
import io.sae4j.model.Provenance;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.SparseCodes;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.testing.Batches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Matching pursuit with a decoder that TopK trained. */
class MatchingPursuitSaeTest {
    private static final int K = 5;
    private static final int THREADS = 8;
    private static final double SAME_CODES = 1e-4;

    @TempDir
    Path directory;

    private static SyntheticFeatures toy;
    private static SparseAutoencoder topK;

    @BeforeAll
    static void train() {
        toy = SyntheticFeatures.builder()
                .width(32)
                .features(64)
                .rows(20_000)
                .seed(4)
                .build();
        topK = SparseAutoencoder.builder()
                .hiddenDim(64)
                .encoder(Encoders.topK(K))
                .steps(600)
                .batchSize(256)
                .fit(toy);
    }

    /** TopK's L0 is below k, because what is not positive does not fire; a threshold brings the pursuit to the same. */
    @Test
    void itExplainsMoreWithAsManyFeatures() {
        Metrics ranked = topK.evaluate(toy);
        double low = 0;
        double high = 10;
        for (int i = 0; i < 10; i++) {
            double threshold = (low + high) / 2;
            boolean few = pursued(threshold).l0() <= ranked.l0();
            low = few ? low : threshold;
            high = few ? threshold : high;
        }
        Metrics pursued = pursued(high);
        assertThat(pursued.l0()).isBetween(0.9 * ranked.l0(), ranked.l0());
        assertThat(pursued.fvu()).isLessThan(0.95 * ranked.fvu());
        assertThat(pursued(0).fvu()).isLessThan(pursued.fvu());
    }

    private static Metrics pursued(double threshold) {
        return topK.withEncoder(Encoders.matchingPursuit(K, threshold, false)).evaluate(toy);
    }

    @Test
    void theDecoderIsSharedAndTheHistoryKept() {
        SparseAutoencoder pursuit = topK.withEncoder(Encoders.matchingPursuit(K));
        for (String tensor : new String[] {Weights.W_DEC, Weights.B_DEC}) {
            assertThat(HostArrays.toFloats(pursuit.weights(tensor)))
                    .containsExactly(HostArrays.toFloats(topK.weights(tensor)));
        }
        assertThat(pursuit.config().encoder().name()).isEqualTo("matching_pursuit");
        assertThat(pursuit.provenance().recipe()).isEqualTo(topK.provenance().recipe());
        assertThat(pursuit.provenance().metrics()).isEmpty();
        assertThat(pursuit.featureDensity()).isEmpty();
        assertThat(topK.config().encoder().name()).isEqualTo("topk");
    }

    @Test
    void rowsThatAreSplitIntoBlocksAndThreadsAreEncodedAlike() throws Exception {
        SparseAutoencoder pursuit = topK.withEncoder(Encoders.matchingPursuit(K));
        INDArray rows = rows(3000);
        INDArray expected = pursuit.encodeDense(rows);
        INDArray one = HostArrays.create(HostArrays.toFloats(rows.getRow(2999)), 1, 32);
        assertClose("last row", pursuit.encodeDense(one), expected.getRow(2999).reshape(1, 64), SAME_CODES);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<INDArray>> results = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                results.add(pool.submit(() -> pursuit.encodeDense(rows)));
            }
            for (Future<INDArray> result : results) {
                assertClose("codes", result.get(), expected, SAME_CODES);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void filesHoldTheDecoderAloneAndEncodeTheSame() throws IOException {
        SparseAutoencoder pursuit = topK.withEncoder(Encoders.matchingPursuit(0, 0.25, true));
        Path saved = directory.resolve("sae");
        pursuit.save(saved);
        assertThat(Safetensors.read(saved.resolve("sae_weights.safetensors"))).containsOnlyKeys("W_dec", "b_dec");
        JsonNode json = new ObjectMapper().readTree(saved.resolve("cfg.json").toFile());
        assertThat(json.get("architecture").textValue()).isEqualTo("matching_pursuit");
        assertThat(json.get("max_iterations").isNull()).isTrue();
        assertThat(json.get("residual_threshold").doubleValue()).isEqualTo(0.25);
        assertThat(json.get("stop_on_duplicate_support").booleanValue()).isTrue();

        INDArray rows = rows(100);
        SparseAutoencoder again = SparseAutoencoder.load(saved);
        assertThat(again.config().encoder()).isEqualTo(pursuit.config().encoder());
        assertThat(HostArrays.toFloats(again.encodeDense(rows)))
                .containsExactly(HostArrays.toFloats(pursuit.encodeDense(rows)));
    }

    @Test
    void decoderRowsOfOtherLengthsAreBroughtToOne() {
        float[] wDec = HostArrays.toFloats(topK.weights(Weights.W_DEC));
        for (int i = 0; i < wDec.length; i++) {
            wDec[i] *= 1 + i / 32 % 3;
        }
        Weights uneven = Weights.of(Map.of(
                Weights.W_ENC, topK.weights(Weights.W_ENC),
                Weights.B_ENC, topK.weights(Weights.B_ENC),
                Weights.W_DEC, HostArrays.create(wDec, 64, 32),
                Weights.B_DEC, topK.weights(Weights.B_DEC)));
        SparseAutoencoder sae = sae(topK.config(), uneven);
        INDArray rows = rows(50);
        assertClose(
                "codes",
                sae.withEncoder(Encoders.matchingPursuit(K)).encodeDense(rows),
                topK.withEncoder(Encoders.matchingPursuit(K)).encodeDense(rows),
                SAME_CODES);
    }

    @Test
    void anotherRankingTakesTheSamePreActivations() {
        SparseCodes fewer = topK.withEncoder(Encoders.topK(2)).encode(rows(20));
        SparseCodes more = topK.encode(rows(20));
        for (int r = 0; r < 20; r++) {
            assertThat(fewer.count(r)).isLessThanOrEqualTo(2);
            for (int feature : fewer.indices(r)) {
                assertThat(fewer.value(r, feature)).isCloseTo(more.value(r, feature), within((float) SAME_CODES));
            }
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> SparseAutoencoder.builder().encoder(Encoders.matchingPursuit(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("encoder 'matching_pursuit' is not trained: train with another one and call"
                        + " SparseAutoencoder.withEncoder");
        assertThatThrownBy(() -> topK.withEncoder(Encoders.jumpRelu()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("encoder 'jumprelu' has parameters to learn, which this SAE of encoder 'topk' does not"
                        + " have");
        assertThatThrownBy(() -> topK.withEncoder(Encoders.batchTopK(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("encoder 'batchtopk' has parameters to learn");
        assertThatThrownBy(() -> Encoders.matchingPursuit(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxIterations must be positive, got 0");
        assertThatThrownBy(() -> Encoders.matchingPursuit(3, Double.NaN, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("residualThreshold must be finite and not negative, got NaN");
        Weights map = Weights.of(Map.of(
                Weights.W_ENC, HostArrays.create(Batches.gaussian(1, 6), 2, 3),
                Weights.B_ENC, HostArrays.create(new float[3], 3),
                Weights.W_DEC, HostArrays.create(Batches.gaussian(2, 12), 3, 4),
                Weights.B_DEC, HostArrays.create(new float[4], 4)));
        SparseAutoencoder transcoder =
                sae(new SaeConfig(2, 4, 3, Encoders.relu().spec(), false, 1.0, Map.of()), map);
        assertThatThrownBy(() -> transcoder.withEncoder(Encoders.matchingPursuit(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("encoder 'matching_pursuit' explains a row by what is decoded, which a transcoder's decoder"
                        + " does not write");
    }

    private static SparseAutoencoder sae(SaeConfig config, Weights weights) {
        Codec codec = new Codec(config, Encoders.fromSpec(config.encoder()), weights);
        return new SparseAutoencoder(codec, Provenance.of("0.1", "untrained"), null);
    }

    private static INDArray rows(int count) {
        Batch batch = Batch.forSource(toy, count);
        try (RowReader reader = toy.sequential()) {
            reader.read(batch);
        }
        return HostArrays.create(batch.input(), count, toy.inputWidth());
    }
}
