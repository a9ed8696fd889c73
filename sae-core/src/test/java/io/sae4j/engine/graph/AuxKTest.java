package io.sae4j.engine.graph;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.data.Batch;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.loss.Loss;
import io.sae4j.model.Weights;
import io.sae4j.testing.Batches;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** AuxK's normalised form against a plain computation in doubles, with the residual held fixed for its gradient. */
class AuxKTest {
    private static final int D = 6;
    private static final int M = 10;
    private static final int ROWS = 9;
    private static final int MOST = D / 2;
    private static final double WEIGHT = 1.0 / 32;
    private static final double STEP = 1e-5;

    private final List<Loss> losses = List.of(Losses.auxK(WEIGHT));
    private final ObjectiveSpec spec = new ObjectiveSpec(D, D, M, Encoders.topK(2), losses, true);
    private final Map<String, INDArray> parameters = TestParameters.random(spec, 3, DataType.DOUBLE);
    private final Batch batch = Batches.gaussian(4, ROWS, D);
    private final boolean[] dead = {true, false, true, true, false, true, false, false, true, false};

    @Test
    void valueIsTheNormalisedErrorOfDeadFeatures() {
        double expected = auxiliary(residual());
        assertThat(expected).isPositive();
        assertClose("auxk", evaluate(Integer.MAX_VALUE).terms().get("auxk"), expected, 1e-9);
        assertClose("auxk in parts", evaluate(4).terms().get("auxk"), expected, 1e-9);
    }

    @Test
    void gradientHoldsTheResidualFixed() {
        INDArray with =
                evaluate(Integer.MAX_VALUE).gradients().get(Weights.W_ENC).dup();
        INDArray without;
        ObjectiveSpec plain = new ObjectiveSpec(D, D, M, Encoders.topK(2), List.of(), true);
        try (GraphObjective objective =
                new GraphObjective(plain, parameters, false, Integer.MAX_VALUE, DataType.DOUBLE)) {
            without = objective
                    .evaluate(batch, TestParameters.settings(List.of(), dead))
                    .gradients()
                    .get(Weights.W_ENC)
                    .dup();
        }
        double[][] fixed = residual();
        INDArray encoder = parameters.get(Weights.W_ENC);
        INDArray expected = encoder.ulike();
        for (int i = 0; i < encoder.length(); i++) {
            double value = encoder.data().getDouble(i);
            encoder.data().put(i, value + STEP);
            double above = auxiliary(fixed);
            encoder.data().put(i, value - STEP);
            double below = auxiliary(fixed);
            encoder.data().put(i, value);
            expected.data().put(i, WEIGHT * (above - below) / (2 * STEP));
        }
        assertClose("gradient of W_enc through AuxK", with.sub(without), expected, 1e-6);
    }

    @Test
    void isLeftOutWhileNothingIsDead() {
        try (GraphObjective objective =
                new GraphObjective(spec, parameters, false, Integer.MAX_VALUE, DataType.DOUBLE)) {
            GraphObjective.Value value = objective.evaluate(batch, TestParameters.settings(losses, new boolean[M]));
            assertThat(value.terms()).isEmpty();
            assertThat(value.loss()).isEqualTo(value.mse());
        }
    }

    private GraphObjective.Value evaluate(int microRows) {
        StepSettings settings = TestParameters.settings(losses, dead);
        GraphObjective objective = new GraphObjective(spec, parameters, false, microRows, DataType.DOUBLE);
        return objective.evaluate(batch, settings);
    }

    private double parameter(String name, int... index) {
        return parameters.get(name).getDouble(index);
    }

    private double[][] preActivations() {
        double[][] z = new double[ROWS][M];
        for (int r = 0; r < ROWS; r++) {
            for (int j = 0; j < M; j++) {
                z[r][j] = parameter(Weights.B_ENC, j);
                for (int c = 0; c < D; c++) {
                    z[r][j] +=
                            (batch.input()[r * D + c] - parameter(Weights.B_DEC, c)) * parameter(Weights.W_ENC, c, j);
                }
            }
        }
        return z;
    }

    /** Indices of the {@code k} largest positive entries among those allowed. */
    private static boolean[] largest(double[] row, int k, boolean[] allowed) {
        boolean[] chosen = new boolean[row.length];
        for (int n = 0; n < k; n++) {
            int best = -1;
            for (int j = 0; j < row.length; j++) {
                if (allowed[j] && !chosen[j] && row[j] > 0 && (best < 0 || row[j] > row[best])) {
                    best = j;
                }
            }
            if (best >= 0) {
                chosen[best] = true;
            }
        }
        return chosen;
    }

    private double[] decode(double[] z, boolean[] chosen) {
        double[] out = new double[D];
        for (int j = 0; j < M; j++) {
            for (int c = 0; chosen[j] && c < D; c++) {
                out[c] += z[j] * parameter(Weights.W_DEC, j, c);
            }
        }
        return out;
    }

    private double[][] residual() {
        boolean[] all = new boolean[M];
        Arrays.fill(all, true);
        double[][] z = preActivations();
        double[][] residual = new double[ROWS][D];
        for (int r = 0; r < ROWS; r++) {
            double[] rebuilt = decode(z[r], largest(z[r], 2, all));
            for (int c = 0; c < D; c++) {
                residual[r][c] = batch.input()[r * D + c] - rebuilt[c] - parameter(Weights.B_DEC, c);
            }
        }
        return residual;
    }

    private double auxiliary(double[][] residual) {
        double[][] z = preActivations();
        double[] mean = new double[D];
        for (double[] row : residual) {
            for (int c = 0; c < D; c++) {
                mean[c] += row[c] / ROWS;
            }
        }
        double error = 0;
        double variance = 0;
        for (int r = 0; r < ROWS; r++) {
            double[] rebuilt = decode(z[r], largest(z[r], MOST, dead));
            for (int c = 0; c < D; c++) {
                error += Math.pow(rebuilt[c] - residual[r][c], 2);
                variance += Math.pow(residual[r][c] - mean[c], 2);
            }
        }
        return error / variance;
    }
}
