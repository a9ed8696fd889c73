package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;

/** One pass over a source's rows. Close it when done, also after a failure. */
public interface RowReader extends AutoCloseable {
    /**
     * Appends rows to {@code batch} until it is full or the pass ends.
     *
     * @param batch has the widths of the source; rows are added after those it already holds
     * @return the number of rows added; 0 only at the end of the pass (or when the batch is already full)
     * @throws IllegalArgumentException when a delivered row has the wrong width
     * @throws java.io.UncheckedIOException when reading fails
     */
    int read(Batch batch);

    /**
     * Passes over rows, as if they had been read and dropped: what is read afterwards is the same. With it a pass is
     * resumed where an earlier one with the same seed stopped. Sources with random access jump; others read.
     *
     * @param rows how many; not negative
     * @param scratch has the widths of the source; it may be overwritten, and is empty afterwards
     * @return the number of rows passed over; fewer than {@code rows} only when the pass ended
     * @throws IllegalArgumentException when {@code rows} is negative
     * @throws java.io.UncheckedIOException when reading fails
     */
    default long skip(long rows, Batch scratch) {
        checkArgument(rows >= 0, "rows to skip must not be negative, got %s", rows);
        long skipped = 0;
        while (skipped < rows) {
            scratch.clear();
            // Rows already in a batch are kept by read: stand-ins narrow the batch to what is still to be dropped.
            scratch.append((int) Math.max(0, scratch.capacity() - (rows - skipped)), 0);
            int count = read(scratch);
            if (count == 0) {
                break;
            }
            skipped += count;
        }
        scratch.clear();
        return skipped;
    }

    @Override
    default void close() {}
}
