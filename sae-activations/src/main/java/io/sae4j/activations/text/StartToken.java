package io.sae4j.activations.text;

/** Where {@link Windows} put the start token. */
public enum StartToken {
    /** At the beginning of every window, as models expect that were trained on windows of their own. */
    EVERY_WINDOW,
    /** Before each document's first token only; the windows after its first begin amid the text. */
    EVERY_DOCUMENT,
    /** Nowhere. */
    NONE
}
