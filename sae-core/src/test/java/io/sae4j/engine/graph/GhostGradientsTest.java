package io.sae4j.engine.graph;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.data.Batch;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.loss.GhostGradients;
import io.sae4j.loss.Loss;
import io.sae4j.model.Weights;
import io.sae4j.testing.Batches;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Ghost gradients by hand, and their gradient against differences of the function whose factors are held fixed. */
class GhostGradientsTest {
    private static final int D = 5;
    private static final int M = 9;
    private static final int ROWS = 8;
    private static final double WEIGHT = 0.7;
    private static final double SHARE = 0.3;
    private static final double STEP = 1e-6;
    private static final boolean[] DEAD = {true, false, true, false, false, true, false, false, true};

    private final List<Loss> losses = List.of(Losses.ghostGradients(WEIGHT, SHARE));
    private final Batch batch = Batches.gaussian(4, ROWS, D);

    /** What is a constant to differentiation: residuals, factors of rows, the factor of the term. */
    private record Fixed(double[][] residuals, double[] rows, double term) {}

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientsAreThoseOfTheFunctionWithItsFactorsHeldFixed(boolean rescaled) {
        Encoder encoder = rescaled ? Encoders.topKRescaled(2) : Encoders.topK(2);
        ObjectiveSpec with = new ObjectiveSpec(D, D, M, encoder, losses, true);
        ObjectiveSpec without = new ObjectiveSpec(D, D, M, encoder, List.of(), true);
        Map<String, INDArray> parameters = TestParameters.random(with, 3, DataType.DOUBLE);
        // far from each other, as scores of dead features are: without the largest taken off, most of exp would be lost
        parameters.get(Weights.B_ENC).putScalar(2, -30);
        parameters.get(Weights.B_ENC).putScalar(5, 3);
        Fixed fixed = fixed(parameters, rescaled);
        assertClose(
                "value", evaluate(with, parameters, ROWS).terms().get(GhostGradients.NAME), meanSquare(fixed), 1e-9);
        assertClose("value by hand", term(parameters, fixed, rescaled), meanSquare(fixed), 1e-9);

        for (int microRows : new int[] {ROWS, 3}) {
            Map<String, INDArray> gradients =
                    evaluate(with, parameters, microRows).gradients();
            Map<String, INDArray> plain = evaluate(without, parameters, ROWS).gradients();
            for (String name : List.of(Weights.W_ENC, Weights.W_DEC, Weights.B_ENC, Weights.B_DEC)) {
                INDArray array = parameters.get(name);
                INDArray expected = array.ulike();
                for (int i = 0; i < array.length(); i++) {
                    double value = array.data().getDouble(i);
                    array.data().put(i, value + STEP);
                    double above = term(parameters, fixed, rescaled);
                    array.data().put(i, value - STEP);
                    double below = term(parameters, fixed, rescaled);
                    array.data().put(i, value);
                    expected.data().put(i, WEIGHT * (above - below) / (2 * STEP));
                }
                INDArray actual = gradients.get(name).sub(plain.get(name));
                assertThat(expected.norm2Number().doubleValue()).as(name).isPositive();
                assertClose("gradient of " + name + " in parts of " + microRows, actual, expected, 1e-6);
            }
        }
    }

    @Test
    void isLeftOutWhileNothingIsDead() {
        ObjectiveSpec spec = new ObjectiveSpec(D, D, M, Encoders.relu(), losses, true);
        Map<String, INDArray> parameters = TestParameters.random(spec, 3, DataType.DOUBLE);
        try (GraphObjective objective = new GraphObjective(spec, parameters, false, ROWS, DataType.DOUBLE)) {
            GraphObjective.Value value = objective.evaluate(batch, TestParameters.settings(losses, new boolean[M]));
            assertThat(value.terms()).isEmpty();
            assertThat(value.loss()).isEqualTo(value.mse());
        }
    }

    private GraphObjective.Value evaluate(ObjectiveSpec spec, Map<String, INDArray> parameters, int microRows) {
        GraphObjective objective = new GraphObjective(spec, parameters, false, microRows, DataType.DOUBLE);
        return objective.evaluate(batch, TestParameters.settings(spec.losses(), DEAD));
    }

    private Fixed fixed(Map<String, INDArray> parameters, boolean rescaled) {
        double[][] residuals = residuals(parameters, rescaled);
        double[][] ghost = ghost(parameters, rescaled);
        double[] rows = new double[ROWS];
        double error = 0;
        double main = 0;
        for (int r = 0; r < ROWS; r++) {
            rows[r] = SHARE * Math.sqrt(dot(residuals[r], residuals[r]) / dot(ghost[r], ghost[r]));
            for (int c = 0; c < D; c++) {
                error += Math.pow(rows[r] * ghost[r][c] - residuals[r][c], 2);
                main += Math.pow(residuals[r][c], 2);
            }
        }
        return new Fixed(residuals, rows, main / error);
    }

    private static double meanSquare(Fixed fixed) {
        double sum = 0;
        for (double[] row : fixed.residuals) {
            sum += dot(row, row);
        }
        return sum / ROWS;
    }

    private double term(Map<String, INDArray> parameters, Fixed fixed, boolean rescaled) {
        double[][] ghost = ghost(parameters, rescaled);
        double sum = 0;
        for (int r = 0; r < ROWS; r++) {
            for (int c = 0; c < D; c++) {
                sum += Math.pow(fixed.rows[r] * ghost[r][c] - fixed.residuals[r][c], 2);
            }
        }
        return fixed.term * sum / ROWS;
    }

    /** {@code Σ_dead exp(s_j)·w_j/ν_j}; ν the norms where scores are multiplied by them, else 1. */
    private double[][] ghost(Map<String, INDArray> parameters, boolean rescaled) {
        double[][] scores = scores(parameters, rescaled);
        double[][] decoder = parameters.get(Weights.W_DEC).toDoubleMatrix();
        double[][] ghost = new double[ROWS][D];
        for (int r = 0; r < ROWS; r++) {
            for (int j = 0; j < M; j++) {
                double norm = rescaled ? Math.sqrt(dot(decoder[j], decoder[j])) : 1;
                for (int c = 0; DEAD[j] && c < D; c++) {
                    ghost[r][c] += Math.exp(scores[r][j]) * decoder[j][c] / norm;
                }
            }
        }
        return ghost;
    }

    private double[][] residuals(Map<String, INDArray> parameters, boolean rescaled) {
        double[][] scores = scores(parameters, rescaled);
        double[][] decoder = parameters.get(Weights.W_DEC).toDoubleMatrix();
        double[][] residuals = new double[ROWS][D];
        for (int r = 0; r < ROWS; r++) {
            double[] row = scores[r];
            double[] sorted = row.clone();
            Arrays.sort(sorted);
            for (int c = 0; c < D; c++) {
                residuals[r][c] =
                        batch.input()[r * D + c] - parameters.get(Weights.B_DEC).getDouble(c);
                for (int j = 0; j < M; j++) {
                    double norm = rescaled ? Math.sqrt(dot(decoder[j], decoder[j])) : 1;
                    residuals[r][c] -= row[j] >= sorted[M - 2] ? Math.max(row[j], 0) * decoder[j][c] / norm : 0;
                }
            }
        }
        return residuals;
    }

    private double[][] scores(Map<String, INDArray> parameters, boolean rescaled) {
        double[][] encoder = parameters.get(Weights.W_ENC).toDoubleMatrix();
        double[][] decoder = parameters.get(Weights.W_DEC).toDoubleMatrix();
        double[][] scores = new double[ROWS][M];
        for (int r = 0; r < ROWS; r++) {
            for (int j = 0; j < M; j++) {
                scores[r][j] = parameters.get(Weights.B_ENC).getDouble(j);
                for (int c = 0; c < D; c++) {
                    scores[r][j] += (batch.input()[r * D + c]
                                    - parameters.get(Weights.B_DEC).getDouble(c))
                            * encoder[c][j];
                }
                scores[r][j] *= rescaled ? Math.sqrt(dot(decoder[j], decoder[j])) : 1;
            }
        }
        return scores;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int c = 0; c < a.length; c++) {
            sum += a[c] * b[c];
        }
        return sum;
    }
}
