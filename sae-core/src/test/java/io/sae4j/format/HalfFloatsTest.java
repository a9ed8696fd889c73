package io.sae4j.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
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

    @Test
    void everySixteenBitNumberComesBackFromItsFloat() {
        for (int i = 0; i < VALUES; i++) {
            assertThat(HalfFloats.toF16(HalfFloats.fromF16((short) i))).isEqualTo((short) i);
            assertThat(HalfFloats.toBf16(HalfFloats.fromBf16((short) i))).isEqualTo((short) i);
        }
    }

    /** Between each two neighbours: just below the middle, the middle, just above; in both signs. */
    @Test
    void roundsToTheNearestAndTiesToEven() {
        for (int i = 0; i < 0x7c00; i++) {
            double next = i == 0x7bff ? 65_536 : HalfFloats.fromF16((short) (i + 1));
            float middle = (float) ((HalfFloats.fromF16((short) i) + next) / 2);
            assertRounding(
                    i,
                    HalfFloats.toF16(Math.nextDown(middle)),
                    HalfFloats.toF16(middle),
                    HalfFloats.toF16(Math.nextUp(middle)));
            assertThat(HalfFloats.toF16(-middle)).isEqualTo((short) (HalfFloats.toF16(middle) | 0x8000));
        }
        for (int i = 0; i < 0x7f80; i++) {
            float middle = Float.intBitsToFloat(i << 16 | 0x8000);
            assertRounding(
                    i,
                    HalfFloats.toBf16(Math.nextDown(middle)),
                    HalfFloats.toBf16(middle),
                    HalfFloats.toBf16(Math.nextUp(middle)));
            assertThat(HalfFloats.toBf16(-middle)).isEqualTo((short) (HalfFloats.toBf16(middle) | 0x8000));
        }
    }

    private static void assertRounding(int lower, short below, short middle, short above) {
        assertThat(below).isEqualTo((short) lower);
        assertThat(middle).isEqualTo((short) (lower + (lower & 1)));
        assertThat(above).isEqualTo((short) (lower + 1));
    }

    @Test
    void nanStaysNanThoughItsPayloadHasNoRoom() {
        float nan = Float.intBitsToFloat(0x7f800001);
        assertThat(HalfFloats.fromF16(HalfFloats.toF16(nan))).isNaN();
        assertThat(HalfFloats.fromBf16(HalfFloats.toBf16(nan))).isNaN();
    }

    @Test
    void typesEncodeWhatTheyDecode() {
        float[] values = {0, -0f, 1.5f, -256, 0.09375f};
        for (FloatType type : FloatType.values()) {
            ByteBuffer bytes = ByteBuffer.allocate(3 + 5 * type.bytes());
            type.encode(values, 0, bytes, 3, 5);
            float[] back = new float[6];
            type.decode(bytes, 3, back, 1, 5);
            assertThat(back).as("%s", type).containsExactly(0, 0, -0f, 1.5f, -256, 0.09375f);
            if (type.bytes() == 2) {
                float[] largest = {type.largest(), Math.nextUp(type.largest())};
                type.encode(largest, 0, bytes, 0, 2);
                type.decode(bytes, 0, back, 0, 2);
                assertThat(back[0]).isFinite();
                assertThat(back[1]).isInfinite();
            }
        }
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
