package io.sae4j.activations.store;

/** The order in which a pass delivers its places, each once. */
interface RowOrder {
    /** The next place. Called once for each place that was not skipped. */
    long next();

    /** Passes over {@code count} places; no more than are left. */
    void skip(long count);
}
