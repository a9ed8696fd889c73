package io.sae4j.activations.text;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A text, or one part of a text that is too long to be held as a whole.
 *
 * @param number which document, counted from 0 over all files; the parts of a document share it
 * @param text not blank
 */
public record Document(long number, String text) {
    public Document {
        checkArgument(number >= 0, "number must not be negative, got %s", number);
    }
}
