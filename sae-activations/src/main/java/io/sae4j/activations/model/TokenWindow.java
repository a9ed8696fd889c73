package io.sae4j.activations.model;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Consecutive tokens that a language model reads as one sequence, from position 0 on.
 *
 * @param ids token ids, at least one; not negative. Shared
 * @param document number of the document that they come from
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere; copies would double the memory of a corpus
public record TokenWindow(int[] ids, long document) {
    public TokenWindow {
        checkArgument(ids.length > 0, "a window must have at least one token");
        for (int id : ids) {
            checkArgument(id >= 0, "token ids must not be negative, got %s", id);
        }
    }

    /** The number of tokens. */
    public int length() {
        return ids.length;
    }
}
