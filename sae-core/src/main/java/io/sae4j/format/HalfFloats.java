package io.sae4j.format;

/**
 * Sixteen-bit floating-point numbers, given by their bits. As floats every value is exact, and NaNs keep sign and
 * payload; floats are rounded to the nearest.
 */
public final class HalfFloats {
    private static final int F16_MAGNITUDE = 0x7fff;
    private static final int F16_SMALLEST_NORMAL = 0x0400;
    private static final int F16_INFINITY = 0x7c00;
    /** Difference of the exponent biases (127 - 15), in place. */
    private static final int REBIAS = 112 << 23;

    private static final int FLOAT_INFINITY = 0x7f800000;
    /** Bits of 65,520, half way between the largest binary16 number and the next that there would be. */
    private static final int F16_OVERFLOW = 0x477ff000;

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

    /**
     * The binary16 number nearest to {@code value}, the even one of two. Beyond 65,520 infinite; NaNs keep their sign
     * and as much of the payload as there is room for.
     */
    public static short toF16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & Integer.MAX_VALUE;
        if (magnitude > FLOAT_INFINITY) {
            int payload = magnitude >>> 13 & 0x3ff;
            return (short) (sign | F16_INFINITY | (payload == 0 ? 0x200 : payload));
        }
        if (magnitude >= F16_OVERFLOW) {
            return (short) (sign | F16_INFINITY);
        }
        if (magnitude < REBIAS + (1 << 23)) {
            return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24f));
        }
        int rebiased = magnitude - REBIAS;
        int rounded = (rebiased + 0xfff + (rebiased >>> 13 & 1)) >>> 13;
        return (short) (sign | rounded);
    }

    /** The bfloat16 number nearest to {@code value}, the even one of two; NaNs as in {@link #toF16}. */
    public static short toBf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            int upper = bits >>> 16;
            return (short) ((upper & 0x7f) == 0 ? upper | 0x40 : upper);
        }
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
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
