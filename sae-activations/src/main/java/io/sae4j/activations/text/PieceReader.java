package io.sae4j.activations.text;

import org.jspecify.annotations.Nullable;

/** One pass over the documents of one file. */
interface PieceReader extends AutoCloseable {
    /**
     * A document, or a part of one that is too long.
     *
     * @param text not blank
     * @param continues whether it belongs to the same document as the piece before
     */
    record Piece(String text, boolean continues) {}

    /** Null after the last. */
    @Nullable
    Piece next();

    @Override
    void close();
}
