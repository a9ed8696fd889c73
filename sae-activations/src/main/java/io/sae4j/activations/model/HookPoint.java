package io.sae4j.activations.model;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A place inside a model where activations can be read and replaced: one row of {@code width} numbers per token or example.
 *
 * @param name unique within the model; what the model's format calls the tensor or layer
 * @param width entries of a row
 * @param kind what it is, as far as the model's structure tells
 */
public record HookPoint(String name, int width, Kind kind) {
    /** What a hook point is in a transformer. */
    public enum Kind {
        /** Token embeddings, before the first block. */
        EMBEDDING,
        /** The residual stream, between blocks and within them. */
        RESIDUAL,
        /** What an MLP adds to the residual stream, or its hidden layer. */
        MLP,
        /** What attention adds to the residual stream. */
        ATTENTION,
        /** Anything else, or not recognised. */
        OTHER
    }

    public HookPoint {
        checkArgument(!name.isEmpty(), "the name of a hook point must not be empty");
        checkArgument(width > 0, "width of hook point '%s' must be positive, got %s", name, width);
    }
}
