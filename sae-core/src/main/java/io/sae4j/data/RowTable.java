package io.sae4j.data;

/** Rows that can be read in any order. */
@FunctionalInterface
interface RowTable {
    /** Copies {@code count} rows from row {@code from} on into {@code out}, beginning at entry {@code at}. */
    void copy(long from, int count, float[] out, int at);
}
