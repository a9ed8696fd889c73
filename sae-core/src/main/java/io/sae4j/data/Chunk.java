package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.nd.HostRows;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One or several rows that an iterator delivered together. */
record Chunk(int rows, int width, RowTable table) {
    /** Makes a chunk of an iterator's element; {@code firstRow} is its place in the source, for messages. */
    @FunctionalInterface
    interface Maker<E> {
        Chunk make(E element, long firstRow);
    }

    static Chunk ofRow(float[] row, long number) {
        checkArgument(row != null, "row %s is null", number);
        checkArgument(row.length > 0, "row %s must be at least 1 wide, got width 0", number);
        return new Chunk(1, row.length, (from, count, out, at) -> System.arraycopy(row, 0, out, at, row.length));
    }

    static Chunk ofBatch(INDArray batch, long firstRow) {
        checkArgument(batch != null, "the batch that begins at row %s is null", firstRow);
        NdChecks.requireRows(batch, "the batch that begins at row " + firstRow);
        int width = (int) batch.size(1);
        if (batch.isEmpty()) {
            return new Chunk(0, width, (from, count, out, at) -> {});
        }
        HostRows rows = HostRows.of(HostRows.readable(batch));
        return new Chunk(Math.toIntExact(batch.size(0)), width, rows::copy);
    }

    static void requireWidth(int width, int expected, long row) {
        checkArgument(width == expected, "row %s has width %s, but row 0 has %s", row, width, expected);
    }
}
