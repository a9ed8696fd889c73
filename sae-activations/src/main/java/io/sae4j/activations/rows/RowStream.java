package io.sae4j.activations.rows;

/** Rows that can be read only one after the other. Used by one thread. */
public interface RowStream extends AutoCloseable {
    /**
     * Reads the next {@code count} rows row-major into {@code out} from entry {@code outFrom} on. Whoever reads knows
     * how many rows there are and asks for no more.
     *
     * @throws io.sae4j.format.FormatException when the rows end early or cannot be understood
     * @throws java.io.UncheckedIOException when reading fails
     */
    void read(int count, float[] out, int outFrom);

    @Override
    void close();
}
