package io.sae4j.activations.combine;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.data.Batch;
import io.sae4j.data.BatchFit;
import io.sae4j.data.RowReader;
import org.jspecify.annotations.Nullable;

/** One part after the other; each is opened when the one before has ended. */
final class ConcatReader implements RowReader {
    private final ConcatSource source;
    private int part;
    private @Nullable StagedRows rows;
    private long rowsOfPart;
    private long firstRow;

    ConcatReader(ConcatSource source) {
        this.source = source;
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
        if (rows == null && part < source.parts().size()) {
            rows = new StagedRows(
                    source.parts().get(part), source.parts().get(part).sequential());
        }
        return rows;
    }

    private void endPart() {
        close();
        firstRow += rowsOfPart;
        rowsOfPart = 0;
        part++;
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
