package io.sae4j.activations.store;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.data.Batch;
import io.sae4j.data.BatchFit;
import io.sae4j.data.RowReader;

/** What passes over a store have in common: they know how many rows are left, and jump. */
abstract class StoreReader implements RowReader {
    final StoreSource source;
    final RowRuns rows;
    private long at;

    StoreReader(StoreSource source) {
        this.source = source;
        this.rows = source.rows();
    }

    @Override
    public final int read(Batch batch) {
        BatchFit.require(batch, source);
        int count = (int) Math.min(batch.remaining(), rows.rows() - at);
        append(batch, at, count);
        at += count;
        return count;
    }

    @Override
    public final long skip(long count, Batch scratch) {
        checkArgument(count >= 0, "rows to skip must not be negative, got %s", count);
        scratch.clear();
        long skipped = Math.min(count, rows.rows() - at);
        passOver(skipped);
        at += skipped;
        return skipped;
    }

    /** Appends the next {@code count} rows of the pass, of which {@code delivered} are past. */
    abstract void append(Batch batch, long delivered, int count);

    abstract void passOver(long count);

    /** Appends rows that follow each other in the store. */
    final void appendRows(Batch batch, long row, int count) {
        int first = batch.append(count, row);
        source.store().floats(source.inputColumn(), row, count, batch.input(), first * batch.inputWidth());
        if (source.hasOwnTargets()) {
            source.store().floats(source.targetColumn(), row, count, batch.target(), first * batch.targetWidth());
        } else {
            BatchFit.mirrorInput(batch, first, count);
        }
    }
}
