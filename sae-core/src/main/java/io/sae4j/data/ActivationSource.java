package io.sae4j.data;

import java.util.OptionalLong;

/**
 * Where activation rows come from. A source knows its widths, may know its length, and opens passes over its rows.
 *
 * <p>Input and target are two things: equal for an autoencoder, different for a transcoder. Implementations need not be
 * thread-safe; a pass is used by one thread.
 */
public interface ActivationSource {
    /** Width {@code dIn} of an input row. */
    int inputWidth();

    /** Width {@code dOut} of a target row; {@link #inputWidth()} for an autoencoder. */
    default int targetWidth() {
        return inputWidth();
    }

    /** Whether targets are rows of their own (a transcoder's) rather than the inputs. */
    default boolean hasOwnTargets() {
        return inputWidth() != targetWidth();
    }

    /** Number of rows of one pass, where it is known before reading. */
    OptionalLong rowCount();

    /** Whether more than one pass can be opened. A one-shot stream answers {@code false}. */
    default boolean repeatable() {
        return true;
    }

    /**
     * Whether any row can be read without reading those before it. Then {@link #shuffled} is a true permutation, and
     * its first rows are a cheap uniform sample.
     */
    default boolean randomAccess() {
        return false;
    }

    /**
     * A pass over all rows in their stored order.
     *
     * @throws IllegalStateException when the source is not repeatable and a pass was opened before
     */
    RowReader sequential();

    /**
     * A pass over all rows, each exactly once, in an order that depends on {@code seed} alone. Sources with random
     * access give a true permutation; others mix within a window and say so.
     */
    RowReader shuffled(long seed);
}
