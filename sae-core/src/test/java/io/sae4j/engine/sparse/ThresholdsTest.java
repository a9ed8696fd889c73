package io.sae4j.engine.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import io.sae4j.encoder.JumpReluEncoder;
import io.sae4j.encoder.JumpReluEncoder.ThresholdForm;
import io.sae4j.encoder.Kernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThresholdsTest {
    @Test
    void withoutAParameterTheyAreZeroAndHaveNoKernel() {
        Thresholds thresholds = Thresholds.zero(2);
        thresholds.refresh();
        assertThat(thresholds.areLearned()).isFalse();
        assertThat(thresholds.value).containsOnly(0);
        assertThat(thresholds.lowest).containsOnly(0);
        assertThat(thresholds.fires(Float.MIN_VALUE, 0)).isTrue();
        assertThat(thresholds.fires(0, 0)).isFalse();
        assertThat(thresholds.fires(-0f, 0)).isFalse();
        assertThat(thresholds.kernel(0, 1)).isZero();
        assertThat(thresholds.toParameter(5, 1)).isZero();
    }

    @Test
    void rawOnesAreRectified() {
        VectorParameter parameter = new VectorParameter(new float[] {-2, 0, 0.75f});
        Thresholds thresholds = Thresholds.learned(parameter, new JumpReluEncoder(ThresholdForm.RAW, 1, 0.5));
        thresholds.refresh();
        assertThat(thresholds.value).containsExactly(0, 0, 0.75f);
        assertThat(thresholds.toParameter(3, 0)).isZero();
        assertThat(thresholds.toParameter(3, 1)).isZero();
        assertThat(thresholds.toParameter(3, 2)).isEqualTo(3);
        assertThat(thresholds.kernel(0.75f, 2)).isEqualTo(2);
    }

    @Test
    void logarithmsMoveByTheirThreshold() {
        VectorParameter parameter = new VectorParameter(new float[] {0, (float) Math.log(2)});
        Thresholds thresholds = Thresholds.learned(parameter, new JumpReluEncoder(ThresholdForm.LOG, 1, 0.5));
        thresholds.refresh();
        assertThat(thresholds.value[0]).isEqualTo(1);
        assertThat(thresholds.value[1]).isCloseTo(2, within(1e-6f));
        assertThat(thresholds.toParameter(3, 1)).isCloseTo(6, within(1e-5));
    }

    @Test
    void theyFollowTheirParameterWhenRefreshed() {
        VectorParameter parameter = new VectorParameter(new float[] {1});
        Thresholds thresholds = Thresholds.learned(parameter, new JumpReluEncoder(ThresholdForm.RAW, 1, 0.5));
        thresholds.refresh();
        parameter.value[0] = 4;
        assertThat(thresholds.value[0]).isEqualTo(1);
        thresholds.refresh();
        assertThat(thresholds.value[0]).isEqualTo(4);
        assertThat(thresholds.lowest[0]).isLessThan(4);
    }

    /** Both ends are open, as in the graph, and what is at or below {@code lowest} is neither inside nor fires. */
    @ParameterizedTest
    @EnumSource
    void theKernelIsOpen(Kernel kernel) {
        for (float theta : new float[] {0, 0.1f, 1, 1000}) {
            for (double bandwidth : new double[] {1e-3, 0.5, 3, 1000}) {
                JumpReluEncoder encoder = new JumpReluEncoder(ThresholdForm.RAW, 1, bandwidth).withKernel(kernel);
                Thresholds thresholds = Thresholds.learned(new VectorParameter(new float[] {theta}), encoder);
                thresholds.refresh();
                float half = (float) (kernel.halfWidth() * bandwidth);
                assertThat(thresholds.kernel(theta, 0)).isPositive();
                assertThat(thresholds.kernel(theta + 2 * half, 0)).isZero();
                assertThat(thresholds.kernel(theta - 2 * half, 0)).isZero();
                float inside = theta + 0.5f * half;
                assertThat((double) thresholds.kernel(inside, 0))
                        .isCloseTo(kernel.density((inside - theta) / bandwidth) / bandwidth, withPercentage(1e-4));
                float z = theta - half;
                for (int i = 0; i < 4; i++) {
                    z = Math.nextUp(z);
                }
                for (int i = 0; i < 8; i++, z = Math.nextDown(z)) {
                    if (thresholds.kernel(z, 0) != 0 || thresholds.fires(z, 0)) {
                        assertThat(z).isGreaterThan(thresholds.lowest[0]);
                    }
                }
            }
        }
    }

    @Test
    void notANumberFires() {
        assertThat(Thresholds.zero(1).fires(Float.NaN, 0)).isTrue();
        assertThat(Thresholds.zero(1).kernel(Float.NaN, 0)).isZero();
    }
}
