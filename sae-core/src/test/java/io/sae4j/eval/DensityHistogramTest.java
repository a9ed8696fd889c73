package io.sae4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DensityHistogramTest {
    @ParameterizedTest
    @CsvSource({"1, 49", "0.7, 49", "0.5, 48", "0.1, 45", "0.0999, 44", "0.01, 40", "1e-9, 5", "1e-10, 0", "1e-12, 0"})
    void putsADensityIntoItsBin(double density, int bin) {
        DensityHistogram histogram = DensityHistogram.of(new double[] {density});
        assertThat(histogram.counts()).hasSize(50);
        assertThat(histogram.counts().get(bin)).isEqualTo(1);
    }

    @Test
    void countsEveryFeatureOnce() {
        DensityHistogram histogram = DensityHistogram.of(new double[] {0, 0.3, 0.3, 0, 1});
        assertThat(histogram.neverFired()).isEqualTo(2);
        assertThat(histogram.counts().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(3);
    }

    @Test
    void binsRunFromMinusTenToZeroDecades() {
        DensityHistogram histogram = DensityHistogram.of(new double[] {0.5});
        assertThat(histogram.edge(0)).isEqualTo(-10);
        assertThat(histogram.edge(45)).isCloseTo(-1, within(1e-12));
        assertThat(histogram.edge(50)).isZero();
    }
}
