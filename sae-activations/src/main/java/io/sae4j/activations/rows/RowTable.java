package io.sae4j.activations.rows;

/** Random access to rows of one width. Thread-safe. */
public interface RowTable {
    /** Number of rows, at least 1. */
    long rows();

    /** Entries of a row, at least 1. */
    int width();

    /**
     * Reads rows {@code [row, row + count)} row-major into {@code out} from entry {@code outFrom} on.
     *
     * @param row from 0 on; {@code row + count} is at most {@link #rows()}
     */
    void read(long row, int count, float[] out, int outFrom);
}
