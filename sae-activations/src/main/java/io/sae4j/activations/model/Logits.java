package io.sae4j.activations.model;

/** Logits {@code [tokens, vocabulary]}, row-major: one row per token of the windows, in their order, without padding. */
public record Logits(HookRows rows) {
    /** Entries of a row. */
    public int vocabulary() {
        return rows.width();
    }

    /** The number of tokens. */
    public int tokens() {
        return rows.count();
    }
}
