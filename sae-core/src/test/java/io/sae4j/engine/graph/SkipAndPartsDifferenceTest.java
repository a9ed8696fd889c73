package io.sae4j.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.data.Batch;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.loss.Loss;
import io.sae4j.model.Weights;
import io.sae4j.testing.Batches;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradients of transcoders with a skip connection and of penalties on a crosscoder's parts, as in {@link FiniteDifferenceTest}. */
class SkipAndPartsDifferenceTest {
    private static final int D_IN = 5;
    private static final int D_OUT = 4;
    private static final int M = 7;
    private static final int ROWS = 6;

    static Stream<Arguments> skips() {
        return Stream.of(
                Arguments.of("relu", Encoders.relu(), List.of(Losses.l1(0.7))),
                Arguments.of("topk rescaled", Encoders.topKRescaled(2), List.of(Losses.l0Tanh(0.4))),
                Arguments.of("batchtopk", Encoders.batchTopK(2), List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("skips")
    void skipConnections(String name, Encoder encoder, List<Loss> losses) {
        ObjectiveSpec spec = new ObjectiveSpec(D_IN, D_OUT, M, encoder, losses, false, true, List.of());
        Batch batch = Batch.withTargets(ROWS, D_IN, D_OUT);
        batch.append(ROWS, 0);
        System.arraycopy(Batches.gaussian(11, ROWS * D_IN), 0, batch.input(), 0, ROWS * D_IN);
        System.arraycopy(Batches.gaussian(12, ROWS * D_OUT), 0, batch.target(), 0, ROWS * D_OUT);
        Map<String, INDArray> parameters = TestParameters.random(spec, 5, DataType.DOUBLE);
        assertThat(parameters.get(Weights.W_SKIP).shape()).containsExactly(D_OUT, D_IN);
        FiniteDifferences.check(spec, parameters, true, batch, TestParameters.settings(losses, new boolean[M]));
    }

    static Stream<Arguments> penalties() {
        return Stream.of(
                Arguments.of("relu, l1 with norms", Encoders.relu(), List.of(Losses.l1WithDecoderNorms(0.7))),
                Arguments.of("relu, tanh", Encoders.relu(), List.of(Losses.l0Tanh(0.4))),
                Arguments.of("topk rescaled, tanh", Encoders.topKRescaled(2), List.of(Losses.l0Tanh(0.4))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("penalties")
    void partNorms(String name, Encoder encoder, List<Loss> losses) {
        ObjectiveSpec spec = new ObjectiveSpec(D_IN, D_IN, M, encoder, losses, true, false, List.of(2, 3));
        Map<String, INDArray> parameters = TestParameters.random(spec, 5, DataType.DOUBLE);
        StepSettings settings = TestParameters.settings(losses, new boolean[M]);
        FiniteDifferences.check(spec, parameters, false, Batches.gaussian(11, ROWS, D_IN), settings);
    }

    @Test
    void penaltiesWeighFeaturesByTheSumOfTheirPartsNorms() {
        List<Loss> losses = List.of(Losses.l1WithDecoderNorms(1));
        ObjectiveSpec spec = new ObjectiveSpec(D_IN, D_IN, M, Encoders.relu(), losses, false, false, List.of(2, 3));
        Map<String, INDArray> parameters = TestParameters.random(spec, 5, DataType.DOUBLE);
        Batch batch = Batches.gaussian(11, ROWS, D_IN);
        double expected = 0;
        for (int r = 0; r < ROWS; r++) {
            for (int j = 0; j < M; j++) {
                double z = parameters.get(Weights.B_ENC).getDouble(j);
                double first = 0;
                double second = 0;
                for (int c = 0; c < D_IN; c++) {
                    z += batch.input()[r * D_IN + c]
                            * parameters.get(Weights.W_ENC).getDouble(c, j);
                    double w = parameters.get(Weights.W_DEC).getDouble(j, c);
                    first += c < 2 ? w * w : 0;
                    second += c < 2 ? 0 : w * w;
                }
                expected += Math.max(z, 0) * (Math.sqrt(first) + Math.sqrt(second)) / ROWS;
            }
        }
        try (GraphObjective objective =
                new GraphObjective(spec, parameters, false, Integer.MAX_VALUE, DataType.DOUBLE)) {
            double l1 = objective
                    .evaluate(batch, TestParameters.settings(losses, new boolean[M]))
                    .terms()
                    .get("l1");
            assertThat(l1).isCloseTo(expected, Offset.offset(1e-9));
        }
    }
}
