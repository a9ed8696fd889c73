package io.sae4j.activations.text;

/** Token windows that can be read again and again, in the same order. */
@FunctionalInterface
public interface TokenWindows {
    /** Starts at the first window. */
    WindowReader open();
}
