package io.sae4j.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfFloatsTest {
    private static final int VALUES = 1 << 16;

    @Test
    void everyBinary16HasTheValueOfItsFormula() {
        short[] bits = all();
        float[] actual = new float[VALUES];
        HalfFloats.fromF16(bits, actual, 0, VALUES);
        for (int i = 0; i < VALUES; i++) {
            int exponent = i >> 10 & 0x1f;
            int mantissa = i & 0x3ff;
            double sign = i >> 15 == 0 ? 1 : -1;
            if (exponent == 31 && mantissa != 0) {
                assertThat(actual[i]).isNaN();
                assertThat(Float.floatToRawIntBits(actual[i]))
                        .isEqualTo((i & 0x8000) << 16 | 0x7f800000 | mantissa << 13);
                continue;
            }
            double magnitude = exponent == 31
                    ? Double.POSITIVE_INFINITY
                    : exponent == 0
                            ? mantissa * Math.pow(2, -24)
                            : (1 + mantissa / 1024.0) * Math.pow(2, exponent - 15);
            assertBits(i, actual[i], (float) (sign * magnitude));
        }
    }

    @Test
    void everyBfloat16IsTheUpperHalfOfAFloat() {
        float[] actual = new float[VALUES + 1];
        HalfFloats.fromBf16(all(), actual, 1, VALUES);
        for (int i = 0; i < VALUES; i++) {
            assertBits(i, actual[i + 1], Float.intBitsToFloat(i << 16));
        }
        assertThat(HalfFloats.fromBf16((short) 0x3fc0)).isEqualTo(1.5f);
        assertThat(HalfFloats.fromF16((short) 0x3e00)).isEqualTo(1.5f);
    }

    private static short[] all() {
        short[] bits = new short[VALUES];
        for (int i = 0; i < VALUES; i++) {
            bits[i] = (short) i;
        }
        return bits;
    }

    private static void assertBits(int bits, float actual, float expected) {
        if (Float.floatToRawIntBits(actual) != Float.floatToRawIntBits(expected)) {
            throw new AssertionError("bits " + bits + ": expected " + expected + ", got " + actual);
        }
    }
}
