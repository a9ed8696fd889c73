package io.sae4j.data;

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

    @Override
    default void close() {}
}
