package io.sae4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsAccumulatorTest {
    private static final double PERCENT = 1e-7;

    private static void assertClose(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, withinPercentage(PERCENT));
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 0, 1, 64",
        "1000, 0, 1, 1",
        "1000, 0, 1, 1000",
        "1000, 10000, 1, 33",
        "1000, 10000, 0.01, 1",
        "1000, -1e6, 1, 7",
        "257, 0, 1e-15, 16",
        "257, 0, 1e15, 16",
        "2, 3, 1, 1"
    })
    void agreesWithTheDefinitions(int rows, double offset, double scale, int block) {
        float[][] target = Blocks.gaussian(1, rows, 7, offset, scale);
        float[][] reconstruction = Blocks.gaussian(2, rows, 7, offset, scale);
        float[][] codes = Blocks.codes(3, rows, 5);
        NaiveMetrics naive = new NaiveMetrics(target, reconstruction, codes);
        Evaluation evaluation = Blocks.accumulate(target, reconstruction, codes, block);
        Metrics metrics = evaluation.metrics();
        assertThat(metrics.rows()).isEqualTo(rows);
        assertClose(metrics.l0(), naive.l0());
        assertClose(metrics.l1(), naive.l1());
        assertClose(metrics.mse(), naive.error() / rows);
        assertClose(metrics.fvu(), naive.error() / naive.variance());
        assertClose(metrics.explainedVariance(), 1 - metrics.fvu());
        assertClose(metrics.cosine(), naive.cosine());
        assertClose(metrics.normRatio(), naive.normRatio());
        assertClose(metrics.relativeReconstructionBias(), naive.bias());
        int dead = 0;
        for (int j = 0; j < 5; j++) {
            assertThat(evaluation.featureDensity()[j]).isEqualTo(naive.density(j));
            dead += naive.density(j) == 0 ? 1 : 0;
        }
        assertThat(metrics.deadFraction()).isEqualTo(dead / 5.0).isPositive();
        assertThat(metrics.densityHistogram().neverFired()).isEqualTo(dead);
    }

    @Test
    void aFarFirstRowDoesNotSpoilTheVariance() {
        float[][] target = Blocks.gaussian(1, 2000, 3, 0, 1);
        target[0] = new float[] {1e6f, -1e6f, 1e6f};
        float[][] reconstruction = Blocks.gaussian(2, 2000, 3, 0, 1);
        float[][] codes = Blocks.codes(3, 2000, 5);
        NaiveMetrics naive = new NaiveMetrics(target, reconstruction, codes);
        assertClose(
                Blocks.accumulate(target, reconstruction, codes, 64).metrics().fvu(), naive.error() / naive.variance());
    }

    @Test
    void rowsThatAreAllAlikeHaveNoVarianceToExplain() {
        float[][] target = Blocks.gaussian(1, 500, 3, 0.1, 0);
        float[][] codes = Blocks.codes(3, 500, 5);
        assertThat(Blocks.accumulate(target, target, codes, 7).metrics().fvu()).isZero();
        float[][] other = Blocks.gaussian(1, 500, 3, 0.2, 0);
        Metrics metrics = Blocks.accumulate(target, other, codes, 7).metrics();
        assertThat(metrics.fvu()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(metrics.explainedVariance()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void aSingleRowIsMeasured() {
        float[][] target = {{3, 4}};
        float[][] half = {{1.5f, 2}};
        Metrics metrics =
                Blocks.accumulate(target, half, new float[][] {{0, 2, -3}}, 1).metrics();
        assertThat(metrics.mse()).isEqualTo(6.25);
        assertThat(metrics.fvu()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(metrics.cosine()).isEqualTo(1);
        assertThat(metrics.normRatio()).isEqualTo(0.5);
        assertThat(metrics.relativeReconstructionBias()).isEqualTo(0.5);
        assertThat(metrics.l0()).isEqualTo(2);
        assertThat(metrics.l1()).isEqualTo(5);
        assertThat(metrics.deadFraction()).isEqualTo(1 / 3.0);
    }

    @Test
    void zeroRowsHaveNoDirection() {
        float[][] target = {{0, 0}, {3, 4}, {1, 0}};
        float[][] reconstruction = {{1, 1}, {3, 4}, {0, 0}};
        Metrics metrics =
                Blocks.accumulate(target, reconstruction, new float[3][2], 2).metrics();
        assertThat(metrics.cosine()).isEqualTo(0.5);
        assertThat(metrics.normRatio()).isEqualTo(0.5);
        assertThat(metrics.deadFraction()).isEqualTo(1);
        Metrics zero = Blocks.accumulate(new float[2][2], new float[2][2], new float[2][2], 2)
                .metrics();
        assertThat(zero.cosine()).isNaN();
        assertThat(zero.normRatio()).isNaN();
        assertThat(zero.relativeReconstructionBias()).isNaN();
        assertThat(zero.fvu()).isZero();
    }

    @Test
    void namesItsNumbers() {
        float[][] rows = Blocks.gaussian(1, 10, 3, 0, 1);
        Metrics metrics =
                Blocks.accumulate(rows, rows, Blocks.codes(3, 10, 5), 10).metrics();
        assertThat(metrics.asMap())
                .containsOnlyKeys(
                        "fvu",
                        "explained_variance",
                        "mse",
                        "l0",
                        "l1",
                        "cosine",
                        "relative_reconstruction_bias",
                        "norm_ratio",
                        "dead_fraction",
                        "rows")
                .containsEntry("rows", 10.0)
                .containsEntry("l0", metrics.l0())
                .containsEntry("explained_variance", 1.0);
    }

    @Test
    void handsOutCopiesOfTheDensity() {
        float[][] rows = Blocks.gaussian(1, 10, 3, 0, 1);
        Evaluation evaluation = Blocks.accumulate(rows, rows, Blocks.codes(3, 10, 5), 10);
        evaluation.featureDensity()[0] = 9;
        assertThat(evaluation.featureDensity()[0]).isNotEqualTo(9);
    }

    @Test
    void refusesShortArraysAndNoRows() {
        MetricsAccumulator accumulator = new MetricsAccumulator(2, 3);
        assertThatIllegalStateException().isThrownBy(accumulator::result).withMessage("no rows were added");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> accumulator.add(new float[4], new float[3], new float[6], 2))
                .withMessage("reconstruction must hold 4 values, got 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> accumulator.add(new float[4], new float[4], new float[5], 2))
                .withMessage("codes must hold 6 values, got 5");
        accumulator.add(new float[0], new float[0], new float[0], 0);
        assertThat(accumulator.rows()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetricsAccumulator(0, 3))
                .withMessage("dOut must be positive, got 0");
    }
}
