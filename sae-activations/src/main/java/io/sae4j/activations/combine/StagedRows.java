package io.sae4j.activations.combine;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;

/** A pass whose rows are taken one by one; they are read in small batches. */
final class StagedRows implements AutoCloseable {
    private static final int MAX_ROWS = 256;
    private static final int MAX_FLOATS = 1 << 18;

    private final RowReader reader;
    private final Batch staged;
    private int taken;

    StagedRows(ActivationSource source, RowReader reader) {
        this.reader = reader;
        int width = Math.max(source.inputWidth(), source.targetWidth());
        this.staged = Batch.forSource(source, Math.max(1, Math.min(MAX_ROWS, MAX_FLOATS / width)));
    }

    /** Whether there is another row; reads more when the staged ones are taken. */
    boolean ready() {
        if (taken == staged.rows()) {
            staged.clear();
            taken = 0;
            reader.read(staged);
        }
        return taken < staged.rows();
    }

    /** Where the rows are; valid until {@link #ready} is asked again. */
    Batch rows() {
        return staged;
    }

    /** Takes the row that is {@link #ready}, and tells its index in {@link #rows}. */
    int take() {
        return taken++;
    }

    /** Passes over rows; answers how many there were. */
    long skip(long count) {
        long skipped = Math.min(count, staged.rows() - taken);
        taken += (int) skipped;
        if (skipped < count) {
            skipped += reader.skip(count - skipped, staged);
            taken = 0;
        }
        return skipped;
    }

    @Override
    public void close() {
        reader.close();
    }
}
