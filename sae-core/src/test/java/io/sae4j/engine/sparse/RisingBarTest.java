package io.sae4j.engine.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RisingBarTest {
    /** A bucket spans the values that agree in all but their last 16 bits. */
    private static final float BUCKET = 1 + 0x1p-7f;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 500})
    void followsTheLargestFromBelow(int n) {
        SplittableRandom random = new SplittableRandom(n);
        RisingBar bar = new RisingBar();
        bar.reset(n);
        float[] values = new float[3000];
        float before = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
            bar.add(values[i]);
            float now = bar.bar();
            assertThat(now).isBetween(before, Math.max(before, largest(values, i + 1, n)));
            before = now;
        }
        for (int i = 0; i < n; i++) {
            bar.add(Float.MIN_VALUE);
        }
        assertThat(bar.bar() * BUCKET).isGreaterThanOrEqualTo(largest(values, values.length, n));
    }

    @Test
    void whatIsNotPositiveDoesNotCount() {
        RisingBar bar = new RisingBar();
        bar.reset(2);
        for (float value : new float[] {-1, 0, -0f, Float.NaN, Float.NEGATIVE_INFINITY, 5}) {
            bar.add(value);
            assertThat(bar.bar()).isZero();
        }
        bar.add(Float.POSITIVE_INFINITY);
        assertThat(bar.bar()).isEqualTo(5);
        bar.add(Float.MAX_VALUE);
        assertThat(bar.bar()).isGreaterThan(1e38f);
    }

    @Test
    void resetForgets() {
        RisingBar bar = new RisingBar();
        bar.reset(1);
        bar.add(3);
        assertThat(bar.bar()).isEqualTo(3);
        bar.reset(1);
        assertThat(bar.bar()).isZero();
        bar.add(1);
        assertThat(bar.bar()).isEqualTo(1);
    }

    /** The n-th largest of the first {@code count}, 0 where fewer are positive. */
    private static float largest(float[] values, int count, int n) {
        float[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return n > count ? 0 : Math.max(0, sorted[count - n]);
    }
}
