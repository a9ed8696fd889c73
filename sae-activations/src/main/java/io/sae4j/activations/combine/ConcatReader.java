package io.sae4j.activations.combine;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.BatchFit;
import io.sae4j.data.RowReader;
import org.jspecify.annotations.Nullable;

/** One part after the other, in an order of their own; each is opened when the one before has ended. */
final class ConcatReader implements RowReader {
    private final ConcatSource source;
    private final int[] order;
    private int next;
    private @Nullable StagedRows rows;
    private long rowsOfPart;
    private long firstRow;

    /** @param order numbers of the parts; another than theirs only when the source knows how many rows each has */
    ConcatReader(ConcatSource source, int[] order) {
        this.source = source;
        this.order = order;
    }

    @Override
    public int read(Batch batch) {
        BatchFit.require(batch, source);
        int before = batch.rows();
        while (!batch.isFull()) {
            StagedRows current = current();
            if (current == null) {
                break;
            }
            if (current.ready()) {
                int row = current.take();
                int at = batch.append(1, firstRow + current.rows().sourceRow(row));
                BatchFit.copyRow(current.rows(), row, batch, at);
                rowsOfPart++;
            } else {
                endPart();
            }
        }
        return batch.rows() - before;
    }

    @Override
    public long skip(long count, Batch scratch) {
        checkArgument(count >= 0, "rows to skip must not be negative, got %s", count);
        scratch.clear();
        long skipped = 0;
        while (skipped < count) {
            StagedRows current = current();
            if (current == null) {
                break;
            }
            long step = current.skip(count - skipped);
            rowsOfPart += step;
            skipped += step;
            if (step == 0) {
                endPart();
            }
        }
        return skipped;
    }

    private @Nullable StagedRows current() {
        if (rows == null && next < order.length) {
            ActivationSource part = source.parts().get(order[next]);
            rows = new StagedRows(part, part.sequential());
            firstRow = source.firstRow(order[next]).orElse(firstRow);
        }
        return rows;
    }

    private void endPart() {
        close();
        firstRow += rowsOfPart;
        rowsOfPart = 0;
        next++;
    }

    @Override
    public void close() {
        StagedRows current = rows;
        rows = null;
        if (current != null) {
            current.close();
        }
    }
}
