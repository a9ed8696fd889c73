package io.sae4j.activations.columns;

import io.sae4j.activations.rows.BatchRows;
import io.sae4j.data.Batch;
import io.sae4j.data.BatchFit;
import io.sae4j.data.RowReader;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A pass over the chunks of a file, in a given order. */
final class ChunkedReader implements RowReader {
    private final Chunked file;
    private final IntUnaryOperator order;
    private int next;
    private long row;
    private @Nullable ChunkRows rows;

    ChunkedReader(Chunked file, IntUnaryOperator order) {
        this.file = file;
        this.order = order;
    }

    @Override
    public int read(Batch batch) {
        // Refuses a batch of another width before rows are written into it.
        int before = BatchRows.append(batch, 0, row, file.width(), file.path().toString());
        while (!batch.isFull()) {
            ChunkRows current = current();
            if (current == null) {
                break;
            }
            int at = batch.rows() * file.width();
            int count = Damage.named(file.path(), () -> current.read(batch.input(), at, batch.remaining()));
            if (count == 0) {
                close();
            }
            int first = BatchRows.append(
                    batch, count, row, file.width(), file.path().toString());
            BatchFit.mirrorInput(batch, first, count);
            row += count;
        }
        return batch.rows() - before;
    }

    private @Nullable ChunkRows current() {
        if (rows == null && next < file.chunks()) {
            int chunk = order.applyAsInt(next++);
            row = file.firstRow(chunk).orElse(row);
            rows = Damage.named(file.path(), () -> file.open(chunk));
        }
        return rows;
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }
}
