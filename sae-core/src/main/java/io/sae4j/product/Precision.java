package io.sae4j.product;

/** How a product rounds its factors. Sums are kept in 32 bits either way. */
public enum Precision {
    /** Factors as they are. */
    FLOAT32,
    /**
     * Factors rounded to bfloat16, 8 significant bits: each off by at most {@code 2⁻⁹} of itself, so that an entry of the
     * product is off by at most some {@code 2⁻⁸·‖x‖·‖w‖}.
     */
    BFLOAT16
}
