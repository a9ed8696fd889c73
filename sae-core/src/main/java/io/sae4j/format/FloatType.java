package io.sae4j.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The floating-point types that files hold, little-endian. All of them are read as float. */
public enum FloatType {
    F16(2, "<f2"),
    BF16(2, null),
    F32(4, "<f4"),
    /** Rounded to the nearest float; values beyond float's range become infinite. */
    F64(8, "<f8");

    private final int bytes;
    private final @Nullable String npyDescr;

    FloatType(int bytes, @Nullable String npyDescr) {
        this.bytes = bytes;
        this.npyDescr = npyDescr;
    }

    /** Bytes per number. */
    public int bytes() {
        return bytes;
    }

    /** NumPy's name of the type ({@code "<f4"}), or null where NumPy has none. */
    public @Nullable String npyDescr() {
        return npyDescr;
    }

    /** The type that NumPy calls {@code descr}, or null. */
    public static @Nullable FloatType ofNpyDescr(String descr) {
        for (FloatType type : values()) {
            if (descr.equals(type.npyDescr)) {
                return type;
            }
        }
        return null;
    }

    /**
     * Decodes {@code count} numbers.
     *
     * @param source holds them from byte {@code at} on; its position, limit and order are neither used nor changed
     * @param out receives them from entry {@code outFrom} on
     */
    public void decode(ByteBuffer source, int at, float[] out, int outFrom, int count) {
        ByteBuffer view = source.slice(at, count * bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (this) {
            case F32 -> view.asFloatBuffer().get(out, outFrom, count);
            case F16 -> HalfFloats.fromF16(shorts(view, count), out, outFrom, count);
            case BF16 -> HalfFloats.fromBf16(shorts(view, count), out, outFrom, count);
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    out[outFrom + i] = (float) view.getDouble(i * Double.BYTES);
                }
            }
        }
    }

    /**
     * Encodes {@code count} numbers, rounded to the nearest that the type has.
     *
     * @param in holds them from entry {@code inFrom} on
     * @param target receives them from byte {@code at} on; its position, limit and order are neither used nor changed
     */
    public void encode(float[] in, int inFrom, ByteBuffer target, int at, int count) {
        ByteBuffer view = target.slice(at, count * bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (this) {
            case F32 -> view.asFloatBuffer().put(in, inFrom, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    view.putShort(HalfFloats.toF16(in[inFrom + i]));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    view.putShort(HalfFloats.toBf16(in[inFrom + i]));
                }
            }
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    view.putDouble(in[inFrom + i]);
                }
            }
        }
    }

    /** The largest finite number that does not become infinite in this type. */
    public float largest() {
        return switch (this) {
            case F16 -> Math.nextDown(65_520f);
            case BF16 -> Math.nextDown(0x1.ffp127f);
            case F32, F64 -> Float.MAX_VALUE;
        };
    }

    private static short[] shorts(ByteBuffer view, int count) {
        short[] bits = new short[count];
        view.asShortBuffer().get(bits);
        return bits;
    }
}
