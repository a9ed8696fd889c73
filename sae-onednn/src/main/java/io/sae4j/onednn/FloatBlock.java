package io.sae4j.onednn;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Zeroed off-heap floats that begin at a cache line, which is where oneDNN's kernels load them fastest. */
final class FloatBlock {
    private static final int CACHE_LINE = 64;

    private final FloatPointer floats;
    /** Native functions that take any pointer count its position in bytes, whatever its class. */
    private final BytePointer bytes;

    private final long first;

    FloatBlock(Natives natives, long length) {
        this(natives.own(new FloatPointer(length + CACHE_LINE / Float.BYTES)));
        Pointer.memset(bytes.position(0), 0, bytes(length));
    }

    private FloatBlock(FloatPointer floats) {
        this.floats = floats;
        bytes = new BytePointer(floats);
        long past = floats.address() % CACHE_LINE;
        first = past == 0 ? 0 : (CACHE_LINE - past) / Float.BYTES;
    }

    /** A view for another thread, good for as long as the block. */
    FloatBlock view() {
        return new FloatBlock(new FloatPointer(floats).position(0));
    }

    /** What a block of {@code length} floats takes. */
    static long bytes(long length) {
        return length * Float.BYTES + CACHE_LINE;
    }

    /** The floats that {@code bytes} need, rounded up to whole cache lines. */
    static long lengthOf(long bytes) {
        return (bytes + CACHE_LINE - 1) / CACHE_LINE * (CACHE_LINE / Float.BYTES);
    }

    void write(long index, float[] values, int length) {
        floats.position(first + index).put(values, 0, length);
    }

    void read(long index, float[] values, int length) {
        floats.position(first + index).get(values, 0, length);
    }

    void zero(long index, long length) {
        Pointer.memset(address(index), 0, length * Float.BYTES);
    }

    /** Where {@code index} lies; good until this is asked again. */
    Pointer address(long index) {
        return bytes.position((first + index) * Float.BYTES);
    }
}
