package io.sae4j.activations.store;

import io.sae4j.data.Batch;

/** A pass in the order of the store. */
final class SequentialReader extends StoreReader {
    SequentialReader(StoreSource source) {
        super(source);
    }

    @Override
    void append(Batch batch, long delivered, int count) {
        long place = delivered;
        long end = delivered + count;
        for (int run = rows.runOf(place); place < end; run++) {
            int n = (int) Math.min(end - place, rows.rowsToEndOfRun(run, place));
            appendRows(batch, rows.row(run, place), n);
            place += n;
        }
    }

    @Override
    void passOver(long count) {}
}
