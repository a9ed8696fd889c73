package io.sae4j.data;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Rows from an {@link Iterable}, which gives a fresh iterator to each pass. The first one is opened at once to learn
 * the width, and serves the first pass, so that no row is lost should it be the only one.
 */
final class IterableSource<E> implements ActivationSource {
    private final Iterable<? extends E> elements;
    private final Chunk.Maker<E> maker;
    private final int width;
    private @Nullable Chunks<E> opened;

    IterableSource(Iterable<? extends E> elements, Chunk.Maker<E> maker) {
        this.elements = elements;
        this.maker = maker;
        Chunks<E> first = new Chunks<>(elements.iterator(), maker);
        this.width = first.firstWidth();
        this.opened = first;
    }

    @Override
    public int inputWidth() {
        return width;
    }

    @Override
    public OptionalLong rowCount() {
        return OptionalLong.empty();
    }

    @Override
    public RowReader sequential() {
        Chunks<E> chunks = opened;
        opened = null;
        return new ChunkReader(this, chunks == null ? reopen() : chunks, () -> {});
    }

    private Chunks<E> reopen() {
        Chunks<E> chunks;
        try {
            chunks = new Chunks<>(elements.iterator(), maker);
        } catch (IllegalStateException e) {
            throw notRepeatable(e);
        }
        if (chunks.peek() == null) {
            throw notRepeatable(null);
        }
        return chunks;
    }

    private static IllegalStateException notRepeatable(@Nullable Exception cause) {
        return new IllegalStateException(
                "the Iterable gave no rows on another pass; it must give a fresh iterator each time."
                        + " For rows that come only once use ofRowStream or ofBatchStream",
                cause);
    }

    @Override
    public RowReader shuffled(long seed) {
        return MixingReader.over(this, seed);
    }
}
