package io.sae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Ints;
import io.sae4j.Encoders;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.RowSample;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.model.RowScales;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.testing.Batches;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class StartTest {
    private static final int D = 24;
    private static final int M = 400;
    private static final int ROWS = 1000;
    private static final double SCALE = 0.7;
    private static final double UNIT = 1e-5;

    @Test
    void byDefaultRowsHaveUnitLengthAndTheEncoderIsTied() {
        Map<String, INDArray> parameters = parameters(Start.DEFAULT);
        assertThat(norms(parameters)).allSatisfy(norm -> assertThat(norm).isCloseTo(1, within(UNIT)));
        assertThat(parameters.get(Weights.W_ENC))
                .isEqualTo(parameters.get(Weights.W_DEC).transpose());
        assertThat(HostArrays.toFloats(parameters.get(Weights.B_ENC))).containsOnly(0f);
    }

    @Test
    void normsAreUniformBetweenTheGivenOnes() {
        List<Double> norms = norms(parameters(Start.DEFAULT.decoderNorms(0.05, 1)));
        assertThat(norms).allSatisfy(norm -> assertThat(norm).isBetween(0.05 - UNIT, 1 + UNIT));
        double sum = 0;
        double squares = 0;
        for (double norm : norms) {
            sum += norm;
            squares += norm * norm;
        }
        double mean = sum / M;
        double deviation = 0.95 / Math.sqrt(12);
        assertThat(mean).isCloseTo(0.525, within(4 * deviation / Math.sqrt(M)));
        assertThat(Math.sqrt(squares / M - mean * mean)).isCloseTo(deviation, within(0.05));

        assertThat(norms(parameters(Start.DEFAULT.decoderNorm(0.1))))
                .allSatisfy(norm -> assertThat(norm).isCloseTo(0.1, within(UNIT)));
    }

    @Test
    void uniformEntriesKeepTheirLengths() {
        Map<String, INDArray> parameters = parameters(
                Start.DEFAULT.rows(Start.DecoderRows.UNIFORM_ENTRIES).encoder(Start.EncoderStart.TIED_BY_WIDTHS));
        float[] entries = HostArrays.toFloats(parameters.get(Weights.W_DEC));
        float bound = (float) (1 / Math.sqrt(D));
        double squares = 0;
        float largest = 0;
        for (float entry : entries) {
            squares += (double) entry * entry;
            largest = Math.max(largest, Math.abs(entry));
        }
        assertThat(largest).isBetween(0.99f * bound, bound);
        assertThat(squares / entries.length).isCloseTo(bound * bound / 3, within(0.03 * bound * bound));

        float[] encoder = HostArrays.toFloats(parameters.get(Weights.W_ENC).transpose());
        for (int i = 0; i < entries.length; i++) {
            assertThat(encoder[i]).isEqualTo((float) (entries[i] * ((double) D / M)), within(1e-9f));
        }
    }

    @Test
    void uniformDirectionsHaveTheNorm() {
        Map<String, INDArray> parameters =
                parameters(Start.DEFAULT.rows(Start.DecoderRows.UNIFORM).decoderNorm(0.1));
        assertThat(norms(parameters)).allSatisfy(norm -> assertThat(norm).isCloseTo(0.1, within(UNIT)));
        double fourth = 0;
        for (float entry : HostArrays.toFloats(parameters.get(Weights.W_DEC))) {
            fourth += Math.pow(entry * 10, 4);
        }
        double kurtosis = fourth / (D * M) * D * D;
        assertThat(kurtosis).as("1.8 for uniform entries, 3 for Gaussian ones").isCloseTo(1.8, within(0.15));
    }

    @Test
    void anIndependentEncoderIsNotTheDecoder() {
        Map<String, INDArray> parameters =
                parameters(Start.DEFAULT.encoder(Start.EncoderStart.INDEPENDENT).decoderNorm(0.5));
        double largest = 0;
        for (int j = 0; j < M; j++) {
            INDArray column = parameters.get(Weights.W_ENC).getColumn(j);
            assertThat(column.norm2Number().doubleValue()).isCloseTo(0.5, within(UNIT));
            INDArray row = parameters.get(Weights.W_DEC).getRow(j);
            largest = Math.max(largest, Math.abs(row.mul(column).sumNumber().doubleValue()) / 0.25);
        }
        assertThat(largest).isLessThan(0.9);
        assertThat(parameters.get(Weights.W_DEC))
                .as("another encoder does not shift the decoder's stream")
                .isEqualTo(parameters(Start.DEFAULT.decoderNorm(0.5)).get(Weights.W_DEC));
    }

    @ParameterizedTest
    @CsvSource({"relu, 20", "relu, 1", "relu, 1000", "jumprelu, 20", "topk, 8"})
    void featuresFireOnTheirShareOfTheSample(String name, double l0) {
        Encoder encoder = switch (name) {
            case "relu" -> Encoders.relu();
            case "topk" -> Encoders.topK(4);
            default -> Encoders.jumpRelu(0.3, 1);
        };
        TrainingConfig config = config(encoder, Start.DEFAULT.initialL0(l0));
        Map<String, INDArray> parameters = Initialization.parameters(config, D, D, false, decoderBias());
        InitialBias.set(config, parameters, sample(), RowScales.uniform(D, D, SCALE));

        double threshold = name.equals("jumprelu") ? 0.3 : 0;
        double wanted = Math.min(0.5, l0 / M);
        int[] fired = firings(parameters, threshold);
        assertThat(Ints.asList(fired))
                .allSatisfy(count -> assertThat((double) count / ROWS).isCloseTo(wanted, within(1.0 / ROWS)));
    }

    @Test
    void aShareOfTheFeaturesIsSilent() {
        TrainingConfig config = config(Encoders.relu(), Start.DEFAULT.silentShare(0.3));
        Map<String, INDArray> parameters = Initialization.parameters(config, D, D, false, decoderBias());
        InitialBias.set(config, parameters, sample(), RowScales.uniform(D, D, SCALE));
        int silent = 0;
        float[] bias = HostArrays.toFloats(parameters.get(Weights.B_ENC));
        int[] fired = firings(parameters, 0);
        for (int j = 0; j < M; j++) {
            silent += fired[j] == 0 ? 1 : 0;
            assertThat(bias[j]).isEqualTo(fired[j] == 0 ? -1.25f * (float) Math.sqrt(D) : 0f, within(1e-4f));
        }
        assertThat(silent).isEqualTo(120);
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> Start.DEFAULT.decoderNorm(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("decoder norms must be positive and finite, the smallest first, got 0.0 and 0.0");
        assertThatThrownBy(() -> Start.DEFAULT.decoderNorms(1, 0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Start.DEFAULT.initialL0(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("initialL0 must be at least 0 and finite, got -1.0");
        assertThatThrownBy(() -> Start.DEFAULT.silentShare(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("silentShare must be in [0, 1), got 1.0");
        assertThatThrownBy(() -> config(Encoders.relu(), Start.DEFAULT.decoderNorm(0.1), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs an optimizer with unitNormDecoder false");
    }

    private static Map<String, INDArray> parameters(Start start) {
        return Initialization.parameters(config(Encoders.relu(), start), D, D, false, new float[D]);
    }

    private static TrainingConfig config(Encoder encoder, Start start) {
        return config(encoder, start, false);
    }

    private static TrainingConfig config(Encoder encoder, Start start, boolean unitNorm) {
        return new TrainingConfig(
                M,
                encoder,
                List.of(),
                new RunLength(RunLength.Unit.STEPS, 1),
                4,
                1,
                1e-3,
                LearningRateSchedule.constant(),
                KAnnealing.NONE,
                OptionalDouble.empty(),
                new OptimizerSettings(0.9, 0.999, 1e-8, 1, unitNorm),
                Normalization.NONE,
                DecoderBiasInit.ZERO,
                start,
                OptionalLong.empty(),
                Optional.empty(),
                true,
                false,
                List.of(),
                7);
    }

    private static float[] rows() {
        return Batches.gaussian(5, ROWS * D);
    }

    private static RowSample sample() {
        return RowSample.draw(ActivationSources.of(HostArrays.create(rows(), ROWS, D)), 1);
    }

    private static float[] decoderBias() {
        float[] bias = new float[D];
        bias[0] = 0.4f;
        return bias;
    }

    /** Rows of the sample on which each feature is above the threshold. */
    private static int[] firings(Map<String, INDArray> parameters, double threshold) {
        INDArray x = HostArrays.create(rows(), ROWS, D).muli(SCALE).subiRowVector(HostArrays.create(decoderBias(), D));
        INDArray z = x.mmul(parameters.get(Weights.W_ENC)).addiRowVector(parameters.get(Weights.B_ENC));
        float[][] values = z.toFloatMatrix();
        int[] fired = new int[M];
        for (float[] row : values) {
            for (int j = 0; j < M; j++) {
                fired[j] += row[j] > threshold ? 1 : 0;
            }
        }
        return fired;
    }

    private static List<Double> norms(Map<String, INDArray> parameters) {
        return Doubles.asList(parameters.get(Weights.W_DEC).norm2(1).toDoubleVector());
    }
}
