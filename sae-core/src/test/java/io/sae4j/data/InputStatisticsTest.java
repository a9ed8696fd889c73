package io.sae4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class InputStatisticsTest {
    private static float[] random(int n, double offset) {
        SplittableRandom random = new SplittableRandom(4);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (offset + random.nextGaussian());
        }
        return values;
    }

    private static double distances(float[] rows, int count, int width, double[] point) {
        double sum = 0;
        for (int r = 0; r < count; r++) {
            double squares = 0;
            for (int c = 0; c < width; c++) {
                squares += Math.pow(rows[r * width + c] - point[c], 2);
            }
            sum += Math.sqrt(squares);
        }
        return sum;
    }

    @Test
    void normScaleAndMeanOfKnownRows() {
        InputStatistics statistics = InputStatistics.of(new float[] {3, 4, 0, 0, 6, 8, 99}, 3, 2);
        assertThat(statistics.meanNorm()).isEqualTo(5);
        assertThat(statistics.scale()).isEqualTo(Math.sqrt(2) / 5);
        assertThat(statistics.unitMeanSquareScale()).isCloseTo(1 / Math.sqrt(125 / 3.0), within(1e-15));
        assertThat(statistics.mean()).containsExactly(3, 4);
    }

    @Test
    void refusesRowsThatAreAllZero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InputStatistics.of(new float[6], 3, 2).scale())
                .withMessage("activations are all zero (3 rows sampled): there is nothing to scale or to learn");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InputStatistics.of(new float[6], 3, 2).unitMeanSquareScale());
        assertThatIllegalArgumentException().isThrownBy(() -> InputStatistics.of(new float[6], 0, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> InputStatistics.of(new float[6], 4, 2));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 10_000})
    void noPointNearTheMedianIsBetter(double offset) {
        int width = 7;
        int count = 101;
        float[] rows = random(count * width, offset);
        double[] median = InputStatistics.of(rows, count, width).geometricMedian();
        double least = distances(rows, count, width, median);
        for (int c = 0; c < width; c++) {
            for (double step : new double[] {-1e-3, 1e-3}) {
                double[] moved = median.clone();
                moved[c] += step;
                assertThat(distances(rows, count, width, moved)).isGreaterThan(least);
            }
        }
    }

    @Test
    void aFarRowHardlyMovesTheMedian() {
        float[] rows = random(200 * 3, 0);
        rows[0] = 1e6f;
        double[] median = InputStatistics.of(rows, 200, 3).geometricMedian();
        assertThat(Math.abs(median[0])).isLessThan(0.3);
    }

    @Test
    void leavesARowThatItMeetsUnlessThatIsTheMedian() {
        // The mean, where the iteration starts, is the row (0, 0); the median of these rows lies elsewhere.
        float[] rows = {0, 0, 3, 0, 3, 0.1f, 3, -0.1f, -9, 0};
        double[] median = InputStatistics.of(rows, 5, 2).geometricMedian();
        assertThat(median[0]).isCloseTo(3, within(0.1));
        float[] majority = {1, 2, 1, 2, 1, 2, 5, 5};
        assertThat(InputStatistics.of(majority, 4, 2).geometricMedian())
                .containsExactly(new double[] {1, 2}, within(1e-4));
        float[] cross = {0, 0, 1, 0, -1, 0, 0, 1, 0, -1};
        assertThat(InputStatistics.of(cross, 5, 2).geometricMedian()).containsExactly(0, 0);
    }

    @Test
    void oneRowOrEqualRowsAreTheirOwnMedian() {
        assertThat(InputStatistics.of(new float[] {2, 3}, 1, 2).geometricMedian())
                .containsExactly(2, 3);
        assertThat(InputStatistics.of(new float[] {2, 3, 2, 3}, 2, 2).geometricMedian())
                .containsExactly(2, 3);
        assertThat(InputStatistics.of(new float[6], 3, 2).geometricMedian()).containsExactly(0, 0);
    }

    @Test
    void takesInputsOrTargetsOfASample() {
        ActivationSource source =
                ActivationSources.paired(Nd4j.ones(4, 2), Nd4j.ones(4, 3).muli(2));
        RowSample sample = RowSample.draw(source, 1);
        assertThat(InputStatistics.ofInputs(sample).mean()).containsExactly(1, 1);
        assertThat(InputStatistics.ofTargets(sample).mean()).containsExactly(2, 2, 2);
    }
}
