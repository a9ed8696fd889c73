package io.sae4j.activations;

/** Random access to the rows of a memory-mapped matrix of any size. Thread-safe. */
interface MappedRows {
    /** A {@code MappedByteBuffer} ends at 2 GB; the largest power of two below is used. */
    int WINDOW_BYTES = 1 << 30;

    /** Reads rows {@code [row, row + count)} row-major into {@code out} from entry {@code outFrom} on. */
    void read(long row, int count, float[] out, int outFrom);
}
