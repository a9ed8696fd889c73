package io.sae4j.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The floor computes the product that it is named for. */
class OneDnnProductTest {
    private static final int D = 20;
    private static final int M = 33;
    private static final int ROWS = 7;

    @ParameterizedTest
    @CsvSource({"PRODUCT_FP32, 1e-5", "PRODUCT_BF16, 0.05"})
    void multipliesRowsByDirections(Task task, double tolerance) {
        Problem problem = Problem.of(task, new Workload(D, M, ROWS, 1, 1, 2));
        float[] x = problem.batch().input();
        float[][] directions = new float[M][];
        problem.directions((row, values) -> directions[row] = values.clone());

        try (OneDnnProduct product = new OneDnnProduct(problem)) {
            product.run();

            float[] result = product.result();
            for (int row = 0; row < ROWS; row++) {
                for (int j = 0; j < M; j++) {
                    double expected = 0;
                    for (int c = 0; c < D; c++) {
                        expected += (double) x[row * D + c] * directions[j][c];
                    }
                    assertThat((double) result[row * M + j]).isCloseTo(expected, within(tolerance));
                }
            }
        }
    }
}
