package io.sae4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.data.SyntheticFeatures;
import io.sae4j.data.SyntheticMap;
import io.sae4j.data.SyntheticParts;
import io.sae4j.nd.HostArrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Layers whose features are known, in a size that trains in seconds; {@code sae-bench planted} has the full one. Everything but
 * k, the number of features and the length of the run is at its default.
 */
class PlantedMapsTest {
    private static final int FEATURES = 48;
    private static final int TRAINED = 96;
    private static final int D_IN = 48;
    private static final int D_OUT = 40;
    private static final double FOUND = 0.9;
    private static final double SHARE = 0.95;

    private static SparseAutoencoderBuilder builder() {
        return SparseAutoencoder.builder()
                .hiddenDim(TRAINED)
                .encoder(Encoders.topK(3))
                .steps(1500)
                .batchSize(256)
                .seed(1);
    }

    private static SyntheticMap map(double linear, double background) {
        return SyntheticMap.builder()
                .widths(D_IN, D_OUT)
                .features(FEATURES)
                .probabilities(0.1, 0.5)
                .linear(linear)
                .background(background)
                .rows(100_000)
                .build();
    }

    @Test
    void aTranscoderFindsWhatIsReadAndWhatIsWritten() {
        SyntheticMap map = map(0, 0);
        SparseAutoencoder sae = builder().fit(map);
        assertThat(map.recoveredOutputs(rows(sae.weights("W_dec")), FOUND)).isGreaterThan(SHARE);
        assertThat(map.recovered(covariances(sae, map), rows(sae.weights("W_dec")), FOUND))
                .isGreaterThan(SHARE);
    }

    @Test
    void aSkipTranscoderFindsTheLinearMapToo() {
        SyntheticMap map = map(1, 1);
        SparseAutoencoder sae = builder().skipConnection(true).fit(map);
        assertThat(map.recovered(covariances(sae, map), rows(sae.weights("W_dec")), FOUND))
                .isGreaterThan(SHARE);
        INDArray truth = Nd4j.create(map.linearMap());
        double error = sae.weights("W_skip").sub(truth).norm2Number().doubleValue()
                / truth.norm2Number().doubleValue();
        assertThat(error).isLessThan(0.2);
    }

    @Test
    void aCrosscoderFindsTheDirectionsOfAllParts() {
        SyntheticParts parts = SyntheticParts.of(
                SyntheticFeatures.builder()
                        .features(FEATURES)
                        .probabilities(0.1, 0.5)
                        .rows(100_000),
                List.of(24, 16),
                List.of(1.0, 20.0),
                4,
                0);
        SparseAutoencoder sae = builder().crosscoder(24, 16).fit(parts);
        float[][][] learned = new float[2][TRAINED][];
        for (int part = 0; part < 2; part++) {
            for (int j = 0; j < TRAINED; j++) {
                learned[part][j] = sae.featureDirection(j, part).toFloatVector();
            }
        }
        assertThat(parts.recovered(learned, FOUND)).isGreaterThan(SHARE);
        float[][] shares = sae.partNorms().toFloatMatrix();
        int[] matches = parts.matches(learned);
        int told = 0;
        for (int i = 0; i < FEATURES; i++) {
            float largest = Math.max(shares[matches[i]][0], shares[matches[i]][1]);
            told += (largest > FOUND) == parts.isExclusive(i) ? 1 : 0;
        }
        assertThat((double) told / FEATURES).isGreaterThan(SHARE);
    }

    private static float[][] rows(INDArray matrix) {
        return matrix.dup('c').toFloatMatrix();
    }

    /** {@code Cov(f_j, x)}: the input direction of a feature that is a true one. */
    private static float[][] covariances(SparseAutoencoder sae, SyntheticMap map) {
        INDArray inputs = inputs(map.fresh(1, 20_000));
        INDArray centred = inputs.subRowVector(inputs.mean(0));
        return rows(sae.encodeDense(inputs).transpose().mmul(centred));
    }

    private static INDArray inputs(SyntheticMap map) {
        Batch batch = Batch.forSource(map, 20_000);
        try (RowReader reader = map.sequential()) {
            reader.read(batch);
        }
        return HostArrays.create(batch.input(), batch.rows(), D_IN);
    }
}
