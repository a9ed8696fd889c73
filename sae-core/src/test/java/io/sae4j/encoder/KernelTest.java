package io.sae4j.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class KernelTest {
    private static final int POINTS = 2_000_000;

    /** By midpoints over the whole support. */
    @ParameterizedTest
    @EnumSource
    void massIsOneAndTheWidthIsTheRectangles(Kernel kernel) {
        double step = 2 * kernel.halfWidth() / POINTS;
        double mass = 0;
        double variance = 0;
        for (int i = 0; i < POINTS; i++) {
            double u = -kernel.halfWidth() + (i + 0.5) * step;
            mass += kernel.density(u) * step;
            variance += u * u * kernel.density(u) * step;
        }
        assertThat(mass).isCloseTo(1, within(1e-9));
        switch (kernel) {
            case GAUSSIAN -> assertThat(variance * 12).isCloseTo(0.97334, within(1e-4));
            case LOGISTIC -> assertThat(variance * 12).isBetween(0.85, 0.95);
            default -> assertThat(variance * 12).isCloseTo(1, within(1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isSymmetricFallsAndEnds(Kernel kernel) {
        double last = kernel.density(0);
        assertThat(last).isGreaterThanOrEqualTo(1);
        for (double u = 0; u < 1; u += 1e-3) {
            assertThat(kernel.density(-u)).isEqualTo(kernel.density(u));
            assertThat(kernel.density(u)).isBetween(0.0, last);
            last = kernel.density(u);
        }
        assertThat(kernel.density(Math.nextDown(kernel.halfWidth()))).isGreaterThanOrEqualTo(0);
        assertThat(kernel.density(kernel.halfWidth())).isZero();
        assertThat(kernel.density(Double.NaN)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void theGraphsFormIsTheSame(Kernel kernel) {
        double bandwidth = 0.7;
        double[] distances = new double[301];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = i * bandwidth / 300;
        }
        SameDiff sd = SameDiff.create();
        SDVariable distance = sd.constant(Nd4j.createFromArray(distances));
        INDArray built = kernel.build(sd, distance, bandwidth).eval();
        for (int i = 0; i < distances.length; i++) {
            assertThat(built.getDouble(i))
                    .isCloseTo(kernel.density(distances[i] / bandwidth) / bandwidth, within(1e-12));
        }
    }
}
