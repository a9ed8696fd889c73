package io.sae4j.activations.combine;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ForwardingSource;
import io.sae4j.data.RowReader;

/** A source whose passes are read ahead. */
final class PrefetchingSource extends ForwardingSource {
    private static final int ROWS = 16_384;
    private static final int MAX_FLOATS = 1 << 24;

    private final int rowsAhead;

    PrefetchingSource(ActivationSource source, int rowsAhead) {
        super(source);
        checkArgument(rowsAhead > 0, "rowsAhead must be positive, got %s", rowsAhead);
        this.rowsAhead = rowsAhead;
    }

    static int defaultRows(ActivationSource source) {
        int width = source.inputWidth() + (source.hasOwnTargets() ? source.targetWidth() : 0);
        return Math.max(1, Math.min(ROWS, MAX_FLOATS / width));
    }

    @Override
    public RowReader sequential() {
        return new PrefetchingReader(this, super.sequential(), rowsAhead);
    }

    @Override
    public RowReader shuffled(long seed) {
        return new PrefetchingReader(this, super.shuffled(seed), rowsAhead);
    }
}
