package io.sae4j.engine.graph;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.data.Batch;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.GatedEncoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.loss.Loss;
import io.sae4j.model.Weights;
import io.sae4j.testing.Batches;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the gate's reconstruction teaches, with the decoder as a constant and without. */
class GateReconstructionTest {
    private static final int D = 5;
    private static final int M = 9;
    private static final int ROWS = 12;
    private static final double WEIGHT = 0.7;
    private static final double TOLERANCE = 1e-12;

    private final Batch batch = Batches.gaussian(4, ROWS, D);
    private final Map<String, INDArray> parameters = TestParameters.random(spec(Encoders.gated()), 3, DataType.DOUBLE);
    private final Map<String, INDArray> attached = gradients(Losses.gateReconstruction(WEIGHT));
    private final Map<String, INDArray> detached = gradients(Losses.gateReconstructionDetached(WEIGHT));
    private final Map<String, INDArray> without = gradients();

    @Test
    void theEncoderLearnsTheSameFromBoth() {
        for (String name : List.of(Weights.W_ENC, Weights.B_ENC, GatedEncoder.R_MAG, GatedEncoder.B_MAG)) {
            assertClose(name, detached.get(name), attached.get(name), TOLERANCE);
        }
        assertThat(attached.get(Weights.B_ENC).norm2Number().doubleValue()).isPositive();
        assertThat(attached.get(Weights.W_ENC)
                        .sub(without.get(Weights.W_ENC))
                        .norm2Number()
                        .doubleValue())
                .isPositive();
    }

    @Test
    void aDetachedDecoderLearnsNothingFromIt() {
        assertClose(Weights.W_DEC, detached.get(Weights.W_DEC), without.get(Weights.W_DEC), TOLERANCE);
    }

    /** {@code ∂/∂x̂' = −2c/N·(x − x̂')}, summed with the gate's values for the decoder, alone for its bias. */
    @Test
    void anAttachedDecoderGetsTheGradientOfTheGatesReconstruction() {
        double[][] x = rows();
        double[][] gates = new double[ROWS][M];
        double[][] gradients = new double[ROWS][D];
        INDArray expectedRows = parameters.get(Weights.W_DEC).ulike().assign(0);
        INDArray expectedBias = parameters.get(Weights.B_DEC).ulike().assign(0);
        for (int r = 0; r < ROWS; r++) {
            for (int j = 0; j < M; j++) {
                double pi = value(Weights.B_ENC, j);
                for (int c = 0; c < D; c++) {
                    pi += (x[r][c] - value(Weights.B_DEC, c)) * value(Weights.W_ENC, c * M + j);
                }
                gates[r][j] = Math.max(pi, 0);
            }
            for (int c = 0; c < D; c++) {
                double rebuilt = value(Weights.B_DEC, c);
                for (int j = 0; j < M; j++) {
                    rebuilt += gates[r][j] * value(Weights.W_DEC, j * D + c);
                }
                gradients[r][c] = -2 * WEIGHT / ROWS * (x[r][c] - rebuilt);
                expectedBias.putScalar(c, expectedBias.getDouble(c) + gradients[r][c]);
            }
            for (int j = 0; j < M; j++) {
                for (int c = 0; c < D; c++) {
                    expectedRows.putScalar(j, c, expectedRows.getDouble(j, c) + gates[r][j] * gradients[r][c]);
                }
            }
        }
        assertClose("W_dec", difference(Weights.W_DEC), expectedRows, 1e-9);
        assertClose("b_dec", difference(Weights.B_DEC), expectedBias, 1e-9);
    }

    @Test
    void nothingReachesTheGateWithoutTermsOfItsOwn() {
        assertThat(without.get(Weights.B_ENC).norm2Number().doubleValue()).isZero();
        assertThat(without.get(GatedEncoder.B_MAG).norm2Number().doubleValue()).isPositive();
    }

    @Test
    void anEncoderWithoutAGateIsRefused() {
        ObjectiveSpec relu = spec(Encoders.relu(), Losses.gateReconstruction(1));
        assertThatThrownBy(() -> evaluate(relu, TestParameters.random(relu, 3, DataType.DOUBLE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("loss 'gate_reconstruction' needs an encoder with a gate, such as Encoders.gated()");
    }

    private INDArray difference(String name) {
        return attached.get(name).sub(detached.get(name));
    }

    private double value(String name, int i) {
        return parameters.get(name).data().getDouble(i);
    }

    private double[][] rows() {
        double[][] rows = new double[ROWS][D];
        for (int i = 0; i < ROWS * D; i++) {
            rows[i / D][i % D] = batch.input()[i];
        }
        return rows;
    }

    private Map<String, INDArray> gradients(Loss... losses) {
        return evaluate(spec(Encoders.gated(), losses), parameters);
    }

    private static ObjectiveSpec spec(Encoder encoder, Loss... losses) {
        return new ObjectiveSpec(D, D, M, encoder, List.of(losses), true);
    }

    private Map<String, INDArray> evaluate(ObjectiveSpec spec, Map<String, INDArray> parameters) {
        try (GraphObjective objective =
                new GraphObjective(spec, parameters, false, Integer.MAX_VALUE, DataType.DOUBLE)) {
            Map<String, INDArray> gradients = new LinkedHashMap<>();
            objective
                    .evaluate(batch, TestParameters.settings(spec.losses(), new boolean[M]))
                    .gradients()
                    .forEach((name, gradient) -> gradients.put(name, gradient.dup('c')));
            return gradients;
        }
    }
}
