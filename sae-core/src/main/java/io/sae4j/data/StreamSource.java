package io.sae4j.data;

import static com.google.common.base.Preconditions.checkState;

import java.util.OptionalLong;
import java.util.stream.Stream;

/** Rows that come once. The stream is closed with the pass. */
final class StreamSource<E> implements ActivationSource {
    private final Stream<? extends E> stream;
    private final Chunks<E> chunks;
    private final int width;
    private boolean used;

    StreamSource(Stream<? extends E> stream, Chunk.Maker<E> maker) {
        this.stream = stream;
        this.chunks = new Chunks<>(stream.iterator(), maker);
        this.width = chunks.firstWidth();
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
    public boolean repeatable() {
        return false;
    }

    @Override
    public RowReader sequential() {
        checkState(!used, OneShot.USED_UP);
        used = true;
        return new ChunkReader(this, chunks, stream::close);
    }

    @Override
    public RowReader shuffled(long seed) {
        return MixingReader.over(this, seed);
    }
}
