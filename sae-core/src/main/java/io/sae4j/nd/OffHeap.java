package io.sae4j.nd;

import java.util.Locale;
import org.bytedeco.javacpp.Pointer;

/** The off-heap memory that ND4J's arrays live in, and its limits. */
public final class OffHeap {
    private static final double MIB = 1 << 20;

    private OffHeap() {}

    /** Off-heap bytes that JavaCPP has handed out and not yet freed. */
    public static long usedBytes() {
        return Pointer.totalBytes();
    }

    /**
     * Fails early when {@code bytes} more will not fit under the limits that JavaCPP was started with.
     *
     * @param purpose what the memory is for, as it stands in the message
     * @throws IllegalStateException naming what is needed, what is left, and the flags to set
     */
    public static void require(long bytes, String purpose) {
        Backend.require();
        long limit = Pointer.maxBytes();
        long physicalLimit = Pointer.maxPhysicalBytes();
        long left = limit > 0 ? limit - Pointer.totalBytes() : Long.MAX_VALUE;
        long physicalLeft = physicalLimit > 0 ? physicalLimit - Pointer.physicalBytes() : Long.MAX_VALUE;
        if (bytes <= left && bytes <= physicalLeft) {
            return;
        }
        long wantBytes = Pointer.totalBytes() + bytes;
        long wantPhysical = Pointer.physicalBytes() + bytes;
        throw new IllegalStateException(String.format(
                Locale.ROOT,
                "%s needs about %.0f MiB of off-heap memory, but %.0f MiB are left;"
                        + " start Java with -Dorg.bytedeco.javacpp.maxbytes=%dm"
                        + " -Dorg.bytedeco.javacpp.maxphysicalbytes=%dm, or use smaller micro-batches",
                purpose,
                bytes / MIB,
                Math.max(0, Math.min(left, physicalLeft)) / MIB,
                ceilMebibytes(wantBytes),
                ceilMebibytes(wantPhysical)));
    }

    private static long ceilMebibytes(long bytes) {
        return (long) Math.ceil(bytes * 1.1 / MIB);
    }
}
