package io.sae4j.activations.model;

import io.sae4j.model.SparseCodes;

/** What is done to an SAE's codes before they are decoded. */
@FunctionalInterface
public interface CodeEdit {
    /**
     * The codes to decode.
     *
     * @param codes of a block of rows, {@code [n, dSae]}
     * @return as many rows, of the same width
     */
    SparseCodes apply(SparseCodes codes);
}
