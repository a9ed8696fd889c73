package io.sae4j.nd;

import java.util.Locale;
import org.bytedeco.javacpp.Pointer;

/**
 * The off-heap memory that ND4J's arrays live in, and its limits.
 *
 * <p>Arrays of ND4J M2.1 do not count towards JavaCPP's {@code maxbytes}, only towards {@code maxphysicalbytes}, which is
 * compared with the memory of the whole process. A {@code maxbytes} that was set by hand is honoured all the same, as what
 * the user allows one run.
 */
public final class OffHeap {
    private static final String MAX_BYTES = "org.bytedeco.javacpp.maxbytes";
    private static final String MAX_PHYSICAL_BYTES = "org.bytedeco.javacpp.maxphysicalbytes";
    private static final double MIB = 1 << 20;
    private static final double HEADROOM = 1.2;

    private OffHeap() {}

    /** Resident memory of the process: heap, code and all arrays. */
    public static long residentBytes() {
        return Pointer.physicalBytes();
    }

    /** Whether {@code bytes} more fit under the limits. */
    public static boolean fits(long bytes) {
        Backend.require();
        return bytes <= left();
    }

    private static long left() {
        long physicalLimit = Pointer.maxPhysicalBytes();
        long physicalLeft = physicalLimit > 0 ? physicalLimit - Pointer.physicalBytes() : Long.MAX_VALUE;
        boolean setByHand = System.getProperty(MAX_BYTES) != null;
        return setByHand && Pointer.maxBytes() > 0 ? Math.min(physicalLeft, Pointer.maxBytes()) : physicalLeft;
    }

    /**
     * Fails early when {@code bytes} more will not fit under the limits that JavaCPP was started with.
     *
     * @param purpose what the memory is for, as it stands in the message
     * @throws IllegalStateException naming what is needed, what is left, and the flags to set
     */
    public static void require(long bytes, String purpose) {
        if (fits(bytes)) {
            return;
        }
        throw new IllegalStateException(String.format(
                Locale.ROOT,
                "%s needs about %.0f MiB of off-heap memory, but %.0f MiB are left;"
                        + " start Java with -D%s=%dm -D%s=%dm, or use smaller batches",
                purpose,
                bytes / MIB,
                Math.max(0, left()) / MIB,
                MAX_BYTES,
                ceilMebibytes(bytes),
                MAX_PHYSICAL_BYTES,
                ceilMebibytes(Pointer.physicalBytes() + bytes)));
    }

    private static long ceilMebibytes(long bytes) {
        return (long) Math.ceil(bytes * HEADROOM / MIB);
    }
}
