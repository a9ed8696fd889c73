package io.sae4j.activations.store;

/** Token columns of some rows, for reading in bulk. */
@SuppressWarnings("ArrayRecordComponent") // a buffer
record TokenChunk(int[] ids, int[] positions, long[] documents) {
    static final int ROWS = 4096;

    TokenChunk(int rows) {
        this(new int[rows], new int[rows], new long[rows]);
    }
}
