package io.sae4j.activations.rows;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A pass over rows that can be read in any order: in the stored one, run by run, or in another, row by row. It skips by jumping. */
public abstract class TablePass implements RowReader {
    private final long rows;
    private final @Nullable LongUnaryOperator order;
    private long next;

    /** @param order gives the row that comes at each place; null for the stored order */
    protected TablePass(long rows, @Nullable LongUnaryOperator order) {
        this.rows = rows;
        this.order = order;
    }

    /** Appends rows {@code [row, row + count)} to a batch that has room for them. */
    protected abstract void append(Batch batch, long row, int count);

    @Override
    public final int read(Batch batch) {
        int count = (int) Math.min(batch.remaining(), rows - next);
        if (order == null) {
            append(batch, next, count);
        } else {
            for (int i = 0; i < count; i++) {
                append(batch, order.applyAsLong(next + i), 1);
            }
        }
        next += count;
        return count;
    }

    @Override
    public final long skip(long count, Batch scratch) {
        checkArgument(count >= 0, "rows to skip must not be negative, got %s", count);
        scratch.clear();
        long skipped = Math.min(count, rows - next);
        next += skipped;
        return skipped;
    }
}
