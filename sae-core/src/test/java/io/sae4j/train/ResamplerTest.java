package io.sae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.Encoders;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.RowSample;
import io.sae4j.engine.FeatureRestart;
import io.sae4j.inference.Codec;
import io.sae4j.math.RandomStreams;
import io.sae4j.model.RowPart;
import io.sae4j.model.RowScales;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.testing.Batches;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class ResamplerTest {
    private static final int D = 5;
    private static final int OUT = 3;
    private static final int M = 6;
    private static final int ROWS = 40;
    private static final float TOLERANCE = 1e-5f;
    private static final boolean[] DEAD = {false, true, false, true, true, false};

    private final INDArray inputs =
            HostArrays.create(Batches.gaussian(1, ROWS * D), ROWS, D).addi(2);
    private final INDArray targets =
            HostArrays.create(Batches.gaussian(2, ROWS * OUT), ROWS, OUT).addi(1);

    @Test
    void lossesAreThoseOfTheRows() {
        Codec codec = codec(D);
        double[] losses =
                resampler(Resampling.DEFAULT, ActivationSources.of(inputs)).squaredLosses(codec);
        RowSample sample = sample(ActivationSources.of(inputs));
        assertThat(losses).hasSize(ROWS);
        for (int r = 0; r < ROWS; r++) {
            double loss = 0;
            for (float value : residual(codec, sample, r)) {
                loss += value * value;
            }
            assertThat(losses[r]).isCloseTo(loss * loss, within(1e-4 * loss * loss));
        }
        assertThat(resampler(Resampling.DEFAULT.rows(7), ActivationSources.of(inputs))
                        .squaredLosses(codec))
                .hasSize(7);
    }

    @Test
    void featuresStartFromResiduals() {
        Codec codec = codec(D);
        RowSample sample = sample(ActivationSources.of(inputs));
        FeatureRestart restart = resampler(
                        Resampling.DEFAULT
                                .direction(Resampling.Direction.RESIDUAL)
                                .encoderScale(0.2),
                        ActivationSources.of(inputs))
                .restart(10, codec, parameters(D), DEAD);
        assertThat(restart.features()).containsExactly(1, 3, 4);
        Set<Integer> rows = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            int row = -1;
            for (int r = 0; r < ROWS; r++) {
                if (cosine(residual(codec, sample, r), restart.decoder()[i]) > 1 - TOLERANCE) {
                    row = r;
                }
            }
            assertThat(row).as("the row that feature %s starts from", i).isNotNegative();
            rows.add(row);
            assertThat(norm(restart.decoder()[i])).isCloseTo(livingMean(D, false), within(TOLERANCE));
            assertThat(norm(restart.encoder()[i])).isCloseTo(0.2f * livingMean(D, true), within(TOLERANCE));
            assertThat(cosine(restart.encoder()[i], restart.decoder()[i])).isCloseTo(1, within(TOLERANCE));
        }
        assertThat(rows).as("each row is drawn once").hasSize(3);
    }

    @Test
    void featuresOfATranscoderStartFromBothSides() {
        ActivationSource paired = ActivationSources.paired(inputs, targets);
        Codec codec = codec(OUT);
        RowSample sample = sample(paired);
        FeatureRestart restart = resampler(Resampling.DEFAULT.direction(Resampling.Direction.INPUT), paired)
                .restart(10, codec, parameters(OUT), DEAD);
        float[] inputMean = inputs.mean(0).toFloatVector();
        float[] targetMean = targets.mean(0).toFloatVector();
        for (int i = 0; i < 3; i++) {
            boolean found = false;
            for (int r = 0; r < ROWS; r++) {
                found |= cosine(centred(sample.input(), r, inputMean), restart.encoder()[i]) > 1 - TOLERANCE
                        && cosine(centred(sample.target(), r, targetMean), restart.decoder()[i]) > 1 - TOLERANCE;
            }
            assertThat(found).isTrue();
        }
    }

    /** Otherwise a part with large activations would decide what features start from. */
    @Test
    void directionsAreThoseOfScaledRows() {
        RowScales scales = new RowScales(
                List.of(new RowPart(2, 10), new RowPart(3, 0.1)), List.of(new RowPart(2, 10), new RowPart(3, 0.1)));
        ActivationSource source = ActivationSources.of(inputs);
        Resampler resampler = new Resampler(
                Resampling.DEFAULT.direction(Resampling.Direction.INPUT), new RandomStreams(4), sample(source), scales);
        Resampler plain = resampler(Resampling.DEFAULT.direction(Resampling.Direction.INPUT), source);
        boolean[] one = {false, true, false, false, false, false};
        float[] scaled = resampler.restart(10, codec(D), parameters(D), one).decoder()[0];
        float[] mean = inputs.mean(0).toFloatVector();
        boolean found = false;
        for (int r = 0; r < ROWS; r++) {
            float[] row = centred(sample(source).input(), r, mean);
            for (int c = 0; c < D; c++) {
                row[c] *= c < 2 ? 10f : 0.1f;
            }
            found |= cosine(row, scaled) > 1 - TOLERANCE;
        }
        assertThat(found).isTrue();
        assertThat(resampler.squaredLosses(codec(D))[0]).isNotEqualTo(plain.squaredLosses(codec(D))[0]);
    }

    @Test
    void theSameSeedDrawsTheSameRowsAndAnotherStepOthers() {
        Resampler resampler = resampler(Resampling.DEFAULT, ActivationSources.of(inputs));
        float[][] first = resampler.restart(10, codec(D), parameters(D), DEAD).decoder();
        assertThat(resampler.restart(10, codec(D), parameters(D), DEAD).decoder())
                .isDeepEqualTo(first);
        assertThat(Arrays.deepEquals(
                        resampler.restart(20, codec(D), parameters(D), DEAD).decoder(), first))
                .isFalse();
    }

    @Test
    void noMoreFeaturesStartAgainThanThereAreRows() {
        FeatureRestart restart = resampler(Resampling.DEFAULT.rows(2), ActivationSources.of(inputs))
                .restart(10, codec(D), parameters(D), DEAD);
        assertThat(restart.features()).containsExactly(1, 3);
    }

    @Test
    void theScheduleFollowsTheRunUnlessItIsGiven() {
        assertDue(Resampling.DEFAULT, OptionalLong.of(6000), 600, 1200, 1800, 2400, 3000, 3600);
        assertDue(Resampling.every(2000), OptionalLong.of(6000), 2000);
        assertDue(Resampling.every(2000).until(5000), OptionalLong.of(6000), 2000, 4000);
        assertDue(Resampling.every(2000), OptionalLong.empty(), 2000, 4000, 6000);
        assertThatThrownBy(() -> Resampling.DEFAULT.isDue(1, OptionalLong.empty()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("say how often features are resampled, by Resampling.every(steps)");
    }

    private static void assertDue(Resampling resampling, OptionalLong total, int... steps) {
        assertThat(IntStream.rangeClosed(1, 6000).filter(step -> resampling.isDue(step, total)))
                .containsExactly(Arrays.stream(steps).boxed().toArray(Integer[]::new));
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> Resampling.every(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("resampling steps must be at least 0, got -1");
        assertThatThrownBy(() -> Resampling.DEFAULT.until(-2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Resampling.DEFAULT.encoderScale(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("encoderScale must be positive and finite, got 0.0");
        assertThatThrownBy(() -> Resampling.DEFAULT.rows(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows of resampling must be positive, got 0");
    }

    private static Resampler resampler(Resampling settings, ActivationSource source) {
        RowScales scales = RowScales.uniform(source.inputWidth(), source.targetWidth(), 1);
        return new Resampler(settings, new RandomStreams(4), sample(source), scales);
    }

    private static RowSample sample(ActivationSource source) {
        return RowSample.draw(source, 3);
    }

    private static Map<String, INDArray> parameters(int dOut) {
        return Map.of(
                Weights.W_ENC, HostArrays.create(Batches.gaussian(5, D * M), D, M),
                Weights.W_DEC, HostArrays.create(Batches.gaussian(6, M * dOut), M, dOut),
                Weights.B_ENC, HostArrays.create(Batches.gaussian(7, M), M),
                Weights.B_DEC, HostArrays.create(Batches.gaussian(8, dOut), dOut));
    }

    private static Codec codec(int dOut) {
        SaeConfig config = new SaeConfig(D, dOut, M, Encoders.relu().spec(), dOut == D, 1.0, Map.of());
        return new Codec(config, Encoders.relu(), Weights.of(parameters(dOut)));
    }

    private static float livingMean(int dOut, boolean encoder) {
        double sum = 0;
        for (int j = 0; j < M; j++) {
            INDArray row = encoder
                    ? parameters(dOut).get(Weights.W_ENC).getColumn(j)
                    : parameters(dOut).get(Weights.W_DEC).getRow(j);
            sum += DEAD[j] ? 0 : row.norm2Number().doubleValue();
        }
        return (float) (sum / 3);
    }

    private static float[] residual(Codec codec, RowSample sample, int row) {
        float[] codes = new float[M];
        float[] residual = new float[D];
        codec.encodeBlock(sample.input(), row * D, 1, codes);
        codec.decodeBlock(codes, 1, residual);
        for (int c = 0; c < D; c++) {
            residual[c] = sample.target()[row * D + c] - residual[c];
        }
        return residual;
    }

    private static float[] centred(float[] rows, int row, float[] mean) {
        float[] centred = new float[mean.length];
        for (int c = 0; c < mean.length; c++) {
            centred[c] = rows[row * mean.length + c] - mean[c];
        }
        return centred;
    }

    private static float norm(float[] values) {
        return (float) Math.sqrt(dot(values, values));
    }

    private static float cosine(float[] a, float[] b) {
        return (float) (dot(a, b) / (Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b))));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int c = 0; c < a.length; c++) {
            sum += (double) a[c] * b[c];
        }
        return sum;
    }
}
