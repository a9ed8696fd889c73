package io.sae4j.data;

import org.jspecify.annotations.Nullable;

/** A pass over an iterator's chunks in their order. */
final class ChunkReader implements RowReader {
    private final ActivationSource source;
    private final Chunks<?> chunks;
    private final Runnable onClose;
    private @Nullable Chunk chunk;
    private int taken;
    private long row;

    ChunkReader(ActivationSource source, Chunks<?> chunks, Runnable onClose) {
        this.source = source;
        this.chunks = chunks;
        this.onClose = onClose;
    }

    @Override
    public int read(Batch batch) {
        BatchFit.require(batch, source);
        int before = batch.rows();
        while (!batch.isFull()) {
            Chunk current = current();
            if (current == null) {
                break;
            }
            int count = Math.min(batch.remaining(), current.rows() - taken);
            int first = batch.append(count, row);
            current.table().copy(taken, count, batch.input(), first * batch.inputWidth());
            BatchFit.mirrorInput(batch, first, count);
            taken += count;
            row += count;
        }
        return batch.rows() - before;
    }

    private @Nullable Chunk current() {
        if (chunk == null || taken == chunk.rows()) {
            chunk = chunks.next();
            taken = 0;
            if (chunk != null) {
                Chunk.requireWidth(chunk.width(), source.inputWidth(), row);
            }
        }
        return chunk;
    }

    @Override
    public void close() {
        onClose.run();
    }
}
