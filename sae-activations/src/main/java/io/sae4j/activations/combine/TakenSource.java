package io.sae4j.activations.combine;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.Batch;
import io.sae4j.data.BatchFit;
import io.sae4j.data.ForwardingSource;
import io.sae4j.data.RowReader;
import java.util.OptionalLong;

/** The first rows of a source. Which those are only a pass in stored order tells, so random access is not kept. */
final class TakenSource extends ForwardingSource {
    private final long count;

    TakenSource(ActivationSource source, long count) {
        super(source);
        this.count = count;
    }

    @Override
    public OptionalLong rowCount() {
        OptionalLong all = super.rowCount();
        return all.isPresent() ? OptionalLong.of(Math.min(count, all.getAsLong())) : all;
    }

    @Override
    public boolean randomAccess() {
        return false;
    }

    @Override
    public RowReader sequential() {
        return new Reader(super.sequential());
    }

    @Override
    public RowReader shuffled(long seed) {
        return ActivationSources.mixed(this, seed);
    }

    private final class Reader implements RowReader {
        private final RowReader reader;
        private long left = count;

        Reader(RowReader reader) {
            this.reader = reader;
        }

        @Override
        public int read(Batch batch) {
            BatchFit.require(batch, TakenSource.this);
            if (left == 0) {
                return 0;
            }
            int read = left < batch.remaining() ? readLast(batch, (int) left) : reader.read(batch);
            left -= read;
            return read;
        }

        private int readLast(Batch batch, int rows) {
            Batch last = Batch.forSource(TakenSource.this, rows);
            int read = reader.read(last);
            for (int i = 0; i < read; i++) {
                BatchFit.appendRow(last, i, batch);
            }
            return read;
        }

        @Override
        public long skip(long rows, Batch scratch) {
            long skipped = reader.skip(Math.min(rows, left), scratch);
            left -= skipped;
            return skipped;
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
