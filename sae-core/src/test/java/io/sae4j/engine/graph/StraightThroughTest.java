package io.sae4j.engine.graph;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.Losses;
import io.sae4j.data.Batch;
import io.sae4j.encoder.JumpReluEncoder;
import io.sae4j.encoder.JumpReluEncoder.ThresholdForm;
import io.sae4j.encoder.Kernel;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.loss.Loss;
import io.sae4j.model.Weights;
import io.sae4j.testing.Batches;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * JumpReLU against the closed form of the straight-through estimator, in double precision. With
 * {@code g = ∂L/∂a}, {@code q} the gradient of a gate and {@code K} the kernel's density at z:
 * {@code ∂L/∂θ_j = −Σ_r K·(θ·g + q)} and {@code ∂L/∂z = 1[z > θ]·g}, to which {@code K·(θ·g + q)} is added where the
 * estimator reaches the input.
 */
class StraightThroughTest {
    private static final int D = 6;
    private static final int M = 9;
    private static final int ROWS = 40;
    private static final double BANDWIDTH = 0.8;
    private static final double STEP = 0.7;
    private static final double QUADRATIC = 0.4;
    private static final double TARGET = 1.5;
    private static final double TANH = 0.3;
    private static final double SCALE = 2;
    private static final double TOLERANCE = 1e-9;

    static Stream<JumpReluEncoder> encoders() {
        return Stream.of(ThresholdForm.values())
                .flatMap(form -> Stream.of(Kernel.values())
                        .map(kernel -> new JumpReluEncoder(form, 0.5, BANDWIDTH).withKernel(kernel))
                        .flatMap(encoder -> Stream.of(encoder, encoder.withStraightThroughToInput())));
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void gradients(JumpReluEncoder encoder) {
        List<Loss> losses =
                List.of(Losses.l0Step(STEP), Losses.l0Quadratic(QUADRATIC, TARGET), Losses.l0Tanh(TANH, SCALE));
        boolean log = encoder.form() == ThresholdForm.LOG;
        String parameter = log ? "log_threshold" : Weights.THRESHOLD;
        ObjectiveSpec spec = new ObjectiveSpec(D, D, M, encoder, losses, true);
        Map<String, INDArray> parameters = TestParameters.random(spec, 8, DataType.DOUBLE);
        parameters.get(parameter).subi(log ? 1.0 : 0.0);
        Batch batch = Batches.gaussian(9, ROWS, D);
        INDArray rows =
                Nd4j.createFromArray(batch.input()).castTo(DataType.DOUBLE).reshape(ROWS, D);
        Expected expected = new Expected(encoder, parameters, rows, parameters.get(parameter), log);
        assertThat(expected.inKernelOnly).isGreaterThan(10);

        try (GraphObjective objective =
                new GraphObjective(spec, parameters, false, Integer.MAX_VALUE, DataType.DOUBLE)) {
            GraphObjective.Value value = objective.evaluate(batch, TestParameters.settings(losses, new boolean[M]));
            assertClose("l0_quadratic", value.terms().get("l0_quadratic"), expected.quadratic(), TOLERANCE);
            Map<String, INDArray> gradients = value.gradients();
            assertClose(
                    "gradient of " + parameter,
                    Objects.requireNonNull(gradients.get(parameter)),
                    Nd4j.createFromArray(expected.byThreshold),
                    TOLERANCE);
            assertClose(
                    "gradient of W_enc",
                    Objects.requireNonNull(gradients.get(Weights.W_ENC)),
                    rows.subRowVector(parameters.get(Weights.B_DEC)).transpose().mmul(expected.byScore),
                    TOLERANCE);
            assertClose(
                    "gradient of b_enc",
                    Objects.requireNonNull(gradients.get(Weights.B_ENC)),
                    expected.byScore.sum(0),
                    TOLERANCE);
        }
    }

    /** The formulas above, entry by entry. */
    private static final class Expected {
        final double[] byThreshold = new double[M];
        final INDArray byScore = Nd4j.zeros(DataType.DOUBLE, ROWS, M);
        int inKernelOnly;
        private double l0;

        Expected(
                JumpReluEncoder encoder,
                Map<String, INDArray> parameters,
                INDArray rows,
                INDArray ownThresholds,
                boolean log) {
            INDArray decoder = parameters.get(Weights.W_DEC);
            INDArray z = rows.subRowVector(parameters.get(Weights.B_DEC))
                    .mmul(parameters.get(Weights.W_ENC))
                    .addRowVector(parameters.get(Weights.B_ENC));
            double[] theta = new double[M];
            INDArray codes = z.dup();
            for (int j = 0; j < M; j++) {
                theta[j] = log ? Math.exp(ownThresholds.getDouble(j)) : ownThresholds.getDouble(j);
                for (int r = 0; r < ROWS; r++) {
                    boolean fires = z.getDouble(r, j) > theta[j];
                    codes.putScalar(r, j, fires ? z.getDouble(r, j) : 0);
                    l0 += fires ? 1.0 / ROWS : 0;
                }
            }
            INDArray error = codes.mmul(decoder)
                    .addRowVector(parameters.get(Weights.B_DEC))
                    .sub(rows);
            INDArray throughDecoder = error.mmul(decoder.transpose()).mul(2.0 / ROWS);
            double byGate = (STEP + QUADRATIC * 2 * (l0 / TARGET - 1) / TARGET) / ROWS;
            for (int j = 0; j < M; j++) {
                double norm = decoder.getRow(j).norm2Number().doubleValue();
                for (int r = 0; r < ROWS; r++) {
                    double tanh = Math.tanh(SCALE * codes.getDouble(r, j) * norm);
                    double byCode = throughDecoder.getDouble(r, j) + TANH / ROWS * SCALE * (1 - tanh * tanh) * norm;
                    double kernel = encoder.kernel().density((z.getDouble(r, j) - theta[j]) / BANDWIDTH) / BANDWIDTH;
                    double estimate = kernel * (theta[j] * byCode + byGate);
                    boolean fires = codes.getDouble(r, j) != 0;
                    inKernelOnly += kernel > 0 && !fires ? 1 : 0;
                    byThreshold[j] -= estimate * (log ? theta[j] : 1);
                    byScore.putScalar(r, j, (fires ? byCode : 0) + (encoder.straightThroughToInput() ? estimate : 0));
                }
            }
        }

        double quadratic() {
            return (l0 / TARGET - 1) * (l0 / TARGET - 1);
        }
    }
}
