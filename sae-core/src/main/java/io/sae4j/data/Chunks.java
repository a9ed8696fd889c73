package io.sae4j.data;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * An iterator's chunks, the next of which can be looked at without taking it. The iterator is not asked for more before
 * the chunk in hand is used up: it may reuse its arrays.
 */
final class Chunks<E> {
    private final Iterator<? extends E> elements;
    private final Chunk.Maker<E> maker;
    private @Nullable Chunk peeked;
    private long row;

    Chunks(Iterator<? extends E> elements, Chunk.Maker<E> maker) {
        this.elements = elements;
        this.maker = maker;
    }

    /** The next chunk that holds rows; null at the end. */
    @Nullable
    Chunk peek() {
        while (peeked == null && elements.hasNext()) {
            Chunk chunk = maker.make(elements.next(), row);
            row += chunk.rows();
            if (chunk.rows() > 0) {
                peeked = chunk;
            }
        }
        return peeked;
    }

    /** Takes the next chunk; null at the end. */
    @Nullable
    Chunk next() {
        Chunk chunk = peek();
        peeked = null;
        return chunk;
    }

    /** The width of the first row. */
    int firstWidth() {
        Chunk first = peek();
        if (first == null) {
            throw new IllegalArgumentException("activations are empty: they have no rows");
        }
        return first.width();
    }
}
