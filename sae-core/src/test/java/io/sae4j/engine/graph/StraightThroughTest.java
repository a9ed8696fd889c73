package io.sae4j.engine.graph;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.data.Batch;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.loss.Loss;
import io.sae4j.model.Weights;
import io.sae4j.testing.Batches;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * JumpReLU's thresholds against the closed form of the straight-through estimator:
 * {@code ∂L/∂θ_j = −(1/ε)·Σ_r 1[|z−θ| < ε/2]·(θ·∂L/∂a + λ/B)}, with {@code ∂L/∂a = 2(x̂ − x)·w_j/B}.
 */
class StraightThroughTest {
    private static final int D = 6;
    private static final int M = 9;
    private static final int ROWS = 40;
    private static final double BANDWIDTH = 0.8;
    private static final double L0 = 0.7;

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of("raw", Encoders.jumpRelu(0.5, BANDWIDTH), Weights.THRESHOLD),
                Arguments.of("log", Encoders.jumpReluLog(0.5, BANDWIDTH), "log_threshold"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void thresholdGradient(String form, Encoder encoder, String parameter) {
        List<Loss> losses = List.of(Losses.l0Step(L0));
        ObjectiveSpec spec = new ObjectiveSpec(D, D, M, encoder, losses, true);
        Map<String, INDArray> parameters = TestParameters.random(spec, 8, DataType.DOUBLE);
        parameters.get(parameter).subi(form.equals("log") ? 1.0 : 0.0);
        Batch batch = Batches.gaussian(9, ROWS, D);

        INDArray x = Nd4j.createFromArray(batch.input()).castTo(DataType.DOUBLE).reshape(ROWS, D);
        INDArray z = x.subRowVector(parameters.get(Weights.B_DEC))
                .mmul(parameters.get(Weights.W_ENC))
                .addRowVector(parameters.get(Weights.B_ENC));
        double[] expected = new double[M];
        double[] theta = new double[M];
        INDArray codes = z.dup();
        for (int j = 0; j < M; j++) {
            double value = parameters.get(parameter).getDouble(j);
            theta[j] = form.equals("log") ? Math.exp(value) : value;
            for (int r = 0; r < ROWS; r++) {
                codes.putScalar(r, j, z.getDouble(r, j) > theta[j] ? z.getDouble(r, j) : 0);
            }
        }
        INDArray error = codes.mmul(parameters.get(Weights.W_DEC))
                .addRowVector(parameters.get(Weights.B_DEC))
                .sub(x);
        INDArray byCode = error.mmul(parameters.get(Weights.W_DEC).transpose()).mul(2.0 / ROWS);
        int inKernel = 0;
        for (int j = 0; j < M; j++) {
            for (int r = 0; r < ROWS; r++) {
                if (Math.abs(z.getDouble(r, j) - theta[j]) < BANDWIDTH / 2) {
                    inKernel++;
                    expected[j] -= (theta[j] * byCode.getDouble(r, j) + L0 / ROWS) / BANDWIDTH;
                }
            }
            expected[j] *= form.equals("log") ? theta[j] : 1;
        }
        assertThat(inKernel).isGreaterThan(ROWS);

        try (GraphObjective objective =
                new GraphObjective(spec, parameters, false, Integer.MAX_VALUE, DataType.DOUBLE)) {
            INDArray gradient = objective
                    .evaluate(batch, TestParameters.settings(losses, new boolean[M]))
                    .gradients()
                    .get(parameter);
            assertClose("gradient of " + parameter, gradient, Nd4j.createFromArray(expected), 1e-9);
        }
    }
}
