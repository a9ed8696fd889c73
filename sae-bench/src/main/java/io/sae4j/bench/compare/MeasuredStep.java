package io.sae4j.bench.compare;

/** A step that can be repeated. Not thread-safe. */
public interface MeasuredStep extends AutoCloseable {
    /** One whole training step; or one product, for the rows that measure that. */
    void run();

    /** The mean number of features that fired on a row in the last step; NaN where nothing fires. Not timed. */
    double l0();

    /** The library that computes it and its version, with what it computes products with. */
    String library();

    @Override
    void close();
}
