package io.sae4j.activations.combine;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.BatchFit;
import io.sae4j.data.RowReader;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pass that is read ahead. Its thread starts with the first read; rows that are skipped before are skipped by the pass
 * itself, so that it can jump.
 */
final class PrefetchingReader implements RowReader {
    private final ActivationSource source;
    private final RowReader reader;
    private final int rowsAhead;
    private @Nullable ReadAhead ahead;
    private ReadAhead.@Nullable Part part;
    private int taken;
    private boolean closed;

    PrefetchingReader(ActivationSource source, RowReader reader, int rowsAhead) {
        this.source = source;
        this.reader = reader;
        this.rowsAhead = rowsAhead;
    }

    @Override
    public int read(Batch batch) {
        checkState(!closed, "the pass is closed");
        BatchFit.require(batch, source);
        int before = batch.rows();
        while (!batch.isFull() && advance()) {
            int count = Math.min(batch.remaining(), available());
            copy(count, batch);
        }
        return batch.rows() - before;
    }

    @Override
    public long skip(long count, Batch scratch) {
        checkArgument(count >= 0, "rows to skip must not be negative, got %s", count);
        checkState(!closed, "the pass is closed");
        if (ahead == null) {
            return reader.skip(count, scratch);
        }
        scratch.clear();
        long skipped = 0;
        while (skipped < count && advance()) {
            int step = (int) Math.min(count - skipped, available());
            taken += step;
            skipped += step;
        }
        return skipped;
    }

    private int available() {
        return part == null ? 0 : part.count() - taken;
    }

    private void copy(int count, Batch batch) {
        Batch rows = Objects.requireNonNull(part).rows();
        for (int i = 0; i < count; i++) {
            BatchFit.appendRow(rows, taken + i, batch);
        }
        taken += count;
    }

    /** Whether there are rows at hand; waits for the next part when the last one is used up. */
    private boolean advance() {
        while (available() == 0) {
            if (part != null && part.last()) {
                part.rethrow();
                return false;
            }
            try {
                ReadAhead running = running();
                if (part != null) {
                    running.giveBack(part);
                    part = null;
                }
                part = running.take();
                taken = 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw interrupted("interrupted while waiting for rows that are read ahead", e);
            }
        }
        return true;
    }

    private ReadAhead running() {
        if (ahead == null) {
            ahead = ReadAhead.start(source, reader, rowsAhead);
        }
        return ahead;
    }

    private static UncheckedIOException interrupted(String message, InterruptedException cause) {
        InterruptedIOException exception = new InterruptedIOException(message);
        exception.initCause(cause);
        return new UncheckedIOException(exception);
    }

    /** Waits for the thread to end, unless it is interrupted meanwhile; the thread then ends by itself. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (ahead == null) {
            reader.close();
        } else {
            ahead.close();
        }
    }
}
