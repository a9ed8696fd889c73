package io.sae4j.format;

/**
 * Sixteen-bit floating-point numbers, given by their bits, as floats. Every value converts exactly; NaNs keep sign and
 * payload.
 */
public final class HalfFloats {
    private static final int F16_MAGNITUDE = 0x7fff;
    private static final int F16_SMALLEST_NORMAL = 0x0400;
    private static final int F16_INFINITY = 0x7c00;
    /** Difference of the exponent biases (127 - 15), in place. */
    private static final int REBIAS = 112 << 23;

    private HalfFloats() {}

    /** IEEE 754 binary16. */
    public static float fromF16(short bits) {
        int magnitude = bits & F16_MAGNITUDE;
        int sign = (bits & 0x8000) << 16;
        if (magnitude < F16_SMALLEST_NORMAL) {
            return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude * 0x1p-24f) | sign);
        }
        int rebias = magnitude >= F16_INFINITY ? 2 * REBIAS : REBIAS;
        return Float.intBitsToFloat(((magnitude << 13) + rebias) | sign);
    }

    /** bfloat16: the upper half of a float. */
    public static float fromBf16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** Converts {@code count} binary16 numbers from {@code bits[0]} on into {@code out} from {@code outFrom} on. */
    public static void fromF16(short[] bits, float[] out, int outFrom, int count) {
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = fromF16(bits[i]);
        }
    }

    /** Converts {@code count} bfloat16 numbers from {@code bits[0]} on into {@code out} from {@code outFrom} on. */
    public static void fromBf16(short[] bits, float[] out, int outFrom, int count) {
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = fromBf16(bits[i]);
        }
    }
}
