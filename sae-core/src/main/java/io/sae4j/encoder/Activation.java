package io.sae4j.encoder;

/** The inference form of an encoder: turns pre-activations into codes. Thread-safe. */
@FunctionalInterface
public interface Activation {
    /**
     * Replaces pre-activations by codes.
     *
     * @param values row-major {@code [rows, dSae]}; modified in place, entries that do not fire become exactly 0
     * @param rows number of rows
     */
    void apply(float[] values, int rows);
}
