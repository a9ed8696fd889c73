package io.sae4j.activations.combine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.data.ActivationSources;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowStatisticsTest {
    @Test
    void agreesWithTwoPasses() {
        Random random = new Random(1);
        float[][] rows = new float[5001][3];
        double[] norms = new double[rows.length];
        for (int r = 0; r < rows.length; r++) {
            // A large mean beside a small spread: naive sums of squares would lose it.
            rows[r] = new float[] {1e4f + (float) random.nextGaussian(), (float) random.nextGaussian(), r};
            double sum = 0;
            for (float value : rows[r]) {
                sum += (double) value * value;
            }
            norms[r] = Math.sqrt(sum);
        }
        RowStatistics statistics = RowStatistics.of(ActivationSources.of(rows));

        assertThat(statistics.rows()).isEqualTo(5001);
        for (int c = 0; c < 3; c++) {
            int column = c;
            double mean = Arrays.stream(rows)
                    .mapToDouble(row -> row[column])
                    .average()
                    .orElseThrow();
            double variance = Arrays.stream(rows)
                    .mapToDouble(row -> (row[column] - mean) * (row[column] - mean))
                    .average()
                    .orElseThrow();
            assertThat(statistics.mean()[c]).isCloseTo(mean, within(1e-9 * (1 + Math.abs(mean))));
            assertThat(statistics.variance()[c]).isCloseTo(variance, within(1e-9 * variance));
        }
        double mean = Arrays.stream(norms).average().orElseThrow();
        double spread = Math.sqrt(
                Arrays.stream(norms).map(n -> (n - mean) * (n - mean)).average().orElseThrow());
        Arrays.sort(norms);
        assertThat(statistics.meanNorm()).isCloseTo(mean, within(1e-9 * mean));
        assertThat(statistics.normDeviation()).isCloseTo(spread, within(1e-9 * mean));
        assertThat(statistics.smallestNorm()).isEqualTo(norms[0]);
        assertThat(statistics.largestNorm()).isEqualTo(norms[5000]);
        assertThat(statistics.medianNorm()).isCloseTo(norms[2500], within(0.006 * norms[2500]));
        assertThat(statistics.normQuantile(1)).isEqualTo(norms[5000]);
    }

    @Test
    void countsOutliersAndRowsThatAreNotFinite() {
        float[][] rows = new float[1000][];
        Arrays.setAll(rows, r -> new float[] {r < 990 ? 1 + r / 1e4f : 100, 0});
        rows[5] = new float[] {Float.NaN, 0};
        rows[6] = new float[] {0, Float.NEGATIVE_INFINITY};
        rows[7] = new float[2];
        RowStatistics statistics = RowStatistics.of(ActivationSources.of(rows));
        assertThat(statistics.rowsAbove(10)).isEqualTo(10);
        assertThat(statistics.rows()).isEqualTo(998);
        assertThat(statistics.nonFiniteRows()).isEqualTo(2);
        assertThat(statistics.smallestNorm()).isZero();
        assertThat(statistics.normQuantile(0)).isZero();
    }

    @Test
    void samplesSourcesWithRandomAccess() {
        assertThat(RowStatistics.ofSample(Rows.array(0, 5000), 300, 1).rows()).isEqualTo(300);
        assertThat(RowStatistics.ofSample(Rows.iterable(0, 5000), 300, 1).rows())
                .isEqualTo(5000);
    }

    @Test
    void refusesToDescribeNothing() {
        assertThatThrownBy(() -> new RowStatistics(3).medianNorm())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no rows");
        assertThatThrownBy(() -> new RowStatistics(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
