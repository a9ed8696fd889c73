package io.sae4j.activations.text;

/** Texts that can be read again and again, in the same order. */
@FunctionalInterface
public interface Documents {
    /** Starts at the first document. */
    DocumentReader open();
}
