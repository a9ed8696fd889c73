package io.sae4j.activations.text;

import java.util.OptionalInt;

/** Turns text into token ids and back. Those of this package may be used from several threads at once. */
public interface Tokenizer extends AutoCloseable {
    /** Ids of {@code text}, without start or end token; empty for empty text. */
    int[] encode(String text);

    /**
     * The text of {@code ids}. Start and end tokens give none.
     *
     * @throws IllegalArgumentException when an id is not in the vocabulary
     */
    String decode(int[] ids);

    /**
     * How one token reads on its own, with the space before it if it brings one: for display, not for decoding.
     *
     * @throws IllegalArgumentException when {@code id} is not in the vocabulary
     */
    String token(int id);

    /** Ids are smaller than this. */
    int vocabularySize();

    /** What stands before a text, for tokenizers that have such a token. */
    OptionalInt startToken();

    /** Frees what a tokenizer holds outside the heap; it must not be used afterwards. */
    @Override
    default void close() {}
}
