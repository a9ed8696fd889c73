package io.sae4j.activations.arrow;

import io.sae4j.activations.RowPermutation;
import io.sae4j.activations.columns.BatchRows;
import io.sae4j.activations.columns.ChunkedSource;
import io.sae4j.activations.columns.Damage;
import io.sae4j.data.Batch;
import io.sae4j.data.ForwardingSource;
import io.sae4j.data.RowReader;
import java.util.function.LongUnaryOperator;

/** Rows of a file without compression: read straight from the mapping, in any order. */
final class ArrowSource extends ForwardingSource {
    private final ArrowFile file;

    ArrowSource(ArrowFile file) {
        super(new ChunkedSource(file));
        this.file = file;
    }

    @Override
    public boolean randomAccess() {
        return true;
    }

    @Override
    public RowReader shuffled(long seed) {
        LongUnaryOperator order = RowPermutation.of(file.rows(), seed);
        return new RowReader() {
            private long next;

            @Override
            public int read(Batch batch) {
                BatchRows.require(batch, file.width(), file.path());
                int count = (int) Math.min(batch.remaining(), file.rows() - next);
                for (int i = 0; i < count; i++) {
                    long row = order.applyAsLong(next++);
                    int at = batch.rows() * file.width();
                    Damage.named(file.path(), () -> {
                        file.read(row, batch.input(), at);
                        return row;
                    });
                    BatchRows.added(batch, 1, row);
                }
                return count;
            }
        };
    }
}
