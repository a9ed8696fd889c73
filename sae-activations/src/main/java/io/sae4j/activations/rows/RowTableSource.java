package io.sae4j.activations.rows;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/**
 * The rows of a table as a source: {@link #shuffled} is a true permutation for any number of rows. Values are not
 * judged; NaN and infinities are passed on. Several passes may run at the same time, each used by one thread.
 */
public class RowTableSource implements ActivationSource {
    private final String name;
    private final RowTable table;

    /** @param name what messages call it: its file, say */
    public RowTableSource(String name, RowTable table) {
        this.name = name;
        this.table = table;
    }

    /** The rows themselves. */
    public final RowTable table() {
        return table;
    }

    @Override
    public final int inputWidth() {
        return table.width();
    }

    @Override
    public final OptionalLong rowCount() {
        return OptionalLong.of(table.rows());
    }

    @Override
    public final boolean randomAccess() {
        return true;
    }

    @Override
    public final RowReader sequential() {
        return new RowReader() {
            private long next;

            @Override
            public int read(Batch batch) {
                int count = (int) Math.min(batch.remaining(), table.rows() - next);
                append(batch, count, next);
                next += count;
                return count;
            }
        };
    }

    @Override
    public final RowReader shuffled(long seed) {
        LongUnaryOperator order = RowPermutation.of(table.rows(), seed);
        return new RowReader() {
            private long next;

            @Override
            public int read(Batch batch) {
                int count = (int) Math.min(batch.remaining(), table.rows() - next);
                for (int i = 0; i < count; i++) {
                    append(batch, 1, order.applyAsLong(next++));
                }
                return count;
            }
        };
    }

    private void append(Batch batch, int count, long row) {
        int first = BatchRows.append(batch, count, row, table.width(), name);
        table.read(row, count, batch.input(), first * table.width());
        BatchRows.mirrorInput(batch, first, count);
    }
}
