package io.sae4j.activations.combine;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.BatchFit;
import io.sae4j.data.ForwardingSource;
import io.sae4j.data.RowReader;

/** Inputs that are made of another source's; targets are the new inputs, or stay where they are rows of their own. */
final class TransformedSource extends ForwardingSource {
    private final ActivationSource original;
    private final int width;
    private final RowMapper mapper;

    TransformedSource(ActivationSource source, int width, RowMapper mapper) {
        super(source);
        checkArgument(width > 0, "width must be positive, got %s", width);
        this.original = source;
        this.width = width;
        this.mapper = mapper;
    }

    @Override
    public int inputWidth() {
        return width;
    }

    @Override
    public int targetWidth() {
        return hasOwnTargets() ? super.targetWidth() : width;
    }

    @Override
    public RowReader sequential() {
        return new Reader(super.sequential());
    }

    @Override
    public RowReader shuffled(long seed) {
        return new Reader(super.shuffled(seed));
    }

    private final class Reader implements RowReader {
        private final StagedRows rows;

        Reader(RowReader reader) {
            this.rows = new StagedRows(original, reader);
        }

        @Override
        public int read(Batch batch) {
            BatchFit.require(batch, TransformedSource.this);
            int before = batch.rows();
            while (!batch.isFull() && rows.ready()) {
                append(rows.rows(), rows.take(), batch);
            }
            return batch.rows() - before;
        }

        private void append(Batch from, int row, Batch to) {
            int at = to.append(1, from.sourceRow(row));
            mapper.map(from.input(), row * from.inputWidth(), to.input(), at * width);
            if (hasOwnTargets()) {
                int out = to.targetWidth();
                System.arraycopy(from.target(), row * out, to.target(), at * out, out);
            } else {
                BatchFit.mirrorInput(to, at, 1);
            }
        }

        @Override
        public long skip(long count, Batch scratch) {
            checkArgument(count >= 0, "rows to skip must not be negative, got %s", count);
            scratch.clear();
            return rows.skip(count);
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
