package io.sae4j.activations.columns;

/** The rows of one chunk of a file, in order; read by one thread. */
public interface ChunkRows extends AutoCloseable {
    /**
     * Reads up to {@code rows} further rows, one after the other, into {@code out} from entry {@code at} on.
     *
     * @return the number of rows read; 0 only at the end of the chunk
     */
    int read(float[] out, int at, int rows);

    @Override
    default void close() {}
}
