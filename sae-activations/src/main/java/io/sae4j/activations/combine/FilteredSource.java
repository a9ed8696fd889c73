package io.sae4j.activations.combine;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.BatchFit;
import io.sae4j.data.ForwardingSource;
import io.sae4j.data.RowReader;
import java.util.OptionalLong;

/** The rows that a predicate keeps. A permutation of all leaves a permutation of those, so random access is kept. */
final class FilteredSource extends ForwardingSource {
    private final RowPredicate predicate;

    FilteredSource(ActivationSource source, RowPredicate predicate) {
        super(source);
        this.predicate = predicate;
    }

    @Override
    public OptionalLong rowCount() {
        return OptionalLong.empty();
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
            this.rows = new StagedRows(FilteredSource.this, reader);
        }

        @Override
        public int read(Batch batch) {
            BatchFit.require(batch, FilteredSource.this);
            int before = batch.rows();
            int width = inputWidth();
            while (!batch.isFull() && rows.ready()) {
                int row = rows.take();
                if (predicate.test(rows.rows().input(), row * width, width)) {
                    BatchFit.appendRow(rows.rows(), row, batch);
                }
            }
            return batch.rows() - before;
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
