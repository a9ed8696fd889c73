package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;

import org.jspecify.annotations.Nullable;

/** A pass over tables with random access, in stored or in a given order. */
final class TableReader implements RowReader {
    private final ActivationSource source;
    private final RowTable input;
    private final @Nullable RowTable target;
    private final int @Nullable [] order;
    private final long rows;
    private long at;

    /**
     * @param source has a known row count
     * @param target null when the inputs are the targets
     * @param order null for the stored order
     */
    TableReader(ActivationSource source, RowTable input, @Nullable RowTable target, int @Nullable [] order) {
        this.source = source;
        this.input = input;
        this.target = target;
        this.order = order;
        this.rows = source.rowCount().orElseThrow();
    }

    @Override
    public int read(Batch batch) {
        BatchFit.require(batch, source);
        int count = (int) Math.min(batch.remaining(), rows - at);
        if (order == null) {
            append(batch, at, count);
        } else {
            for (int i = 0; i < count; i++) {
                append(batch, order[(int) at + i], 1);
            }
        }
        at += count;
        return count;
    }

    @Override
    public long skip(long count, Batch scratch) {
        checkArgument(count >= 0, "rows to skip must not be negative, got %s", count);
        scratch.clear();
        long skipped = Math.min(count, rows - at);
        at += skipped;
        return skipped;
    }

    private void append(Batch batch, long from, int count) {
        int first = batch.append(count, from);
        input.copy(from, count, batch.input(), first * batch.inputWidth());
        if (target == null) {
            BatchFit.mirrorInput(batch, first, count);
        } else {
            target.copy(from, count, batch.target(), first * batch.targetWidth());
        }
    }
}
