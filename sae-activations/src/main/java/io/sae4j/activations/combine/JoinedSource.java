package io.sae4j.activations.combine;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.BatchFit;
import io.sae4j.data.ForwardingSource;
import io.sae4j.data.RowReader;

/** Input and target of each pair side by side in one row, {@code [x | t]}, which is its own target. */
final class JoinedSource extends ForwardingSource {
    private final ActivationSource pairs;
    private final int width;

    /** @param pairs has targets of its own */
    JoinedSource(ActivationSource pairs) {
        super(pairs);
        this.pairs = pairs;
        this.width = Math.addExact(pairs.inputWidth(), pairs.targetWidth());
    }

    @Override
    public int inputWidth() {
        return width;
    }

    @Override
    public int targetWidth() {
        return width;
    }

    @Override
    public boolean hasOwnTargets() {
        return false;
    }

    @Override
    public RowReader sequential() {
        return new Reader(pairs.sequential());
    }

    @Override
    public RowReader shuffled(long seed) {
        return new Reader(pairs.shuffled(seed));
    }

    private final class Reader implements RowReader {
        private final StagedRows rows;

        Reader(RowReader reader) {
            this.rows = new StagedRows(pairs, reader);
        }

        @Override
        public int read(Batch batch) {
            BatchFit.require(batch, JoinedSource.this);
            int before = batch.rows();
            while (!batch.isFull() && rows.ready()) {
                append(rows.rows(), rows.take(), batch);
            }
            return batch.rows() - before;
        }

        private void append(Batch from, int row, Batch to) {
            int at = to.append(1, from.sourceRow(row));
            int in = from.inputWidth();
            int out = from.targetWidth();
            System.arraycopy(from.input(), row * in, to.input(), at * width, in);
            System.arraycopy(from.target(), row * out, to.input(), at * width + in, out);
            BatchFit.mirrorInput(to, at, 1);
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
