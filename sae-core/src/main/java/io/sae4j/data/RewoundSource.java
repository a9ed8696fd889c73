package io.sae4j.data;

import static com.google.common.base.Preconditions.checkState;

/** A one-shot source some rows of which were read already: delivers those again, then the rest. One-shot itself. */
final class RewoundSource extends ForwardingSource {
    private final Batch head;
    private final RowReader rest;
    private boolean used;

    /**
     * @param head the first rows of {@code source}; kept, read only
     * @param rest the pass they came from, which continues after them; closed with this source's pass
     */
    RewoundSource(ActivationSource source, Batch head, RowReader rest) {
        super(source);
        this.head = head;
        this.rest = rest;
    }

    @Override
    public boolean repeatable() {
        return false;
    }

    @Override
    public boolean randomAccess() {
        return false;
    }

    @Override
    public RowReader sequential() {
        checkState(!used, OneShot.USED_UP);
        used = true;
        return new Reader();
    }

    @Override
    public RowReader shuffled(long seed) {
        return MixingReader.over(this, seed);
    }

    private final class Reader implements RowReader {
        private int replayed;

        @Override
        public int read(Batch batch) {
            BatchFit.require(batch, RewoundSource.this);
            int before = batch.rows();
            while (!batch.isFull() && replayed < head.rows()) {
                BatchFit.appendRow(head, replayed++, batch);
            }
            if (!batch.isFull()) {
                rest.read(batch);
            }
            return batch.rows() - before;
        }

        @Override
        public void close() {
            rest.close();
        }
    }
}
