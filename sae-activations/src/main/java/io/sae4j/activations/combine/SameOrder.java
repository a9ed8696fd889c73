package io.sae4j.activations.combine;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;

/** Whether two sources of equal length shuffle alike: the same seed gives both the same order. */
final class SameOrder {
    /** So many rows do not agree by chance. Shorter sources fit into a mixing buffer. */
    private static final int PROBED_ROWS = 64;

    private static final long PROBED_SEED = 1;

    private SameOrder() {}

    /** Compares the beginnings of one shuffled pass over each; false without random access, which keeps it cheap. */
    static boolean of(ActivationSource a, ActivationSource b) {
        boolean cheap = a.randomAccess() && b.randomAccess() && a.repeatable() && b.repeatable();
        if (!cheap || a.rowCount().orElse(0) < PROBED_ROWS) {
            return false;
        }
        try (RowReader inA = a.shuffled(PROBED_SEED);
                RowReader inB = b.shuffled(PROBED_SEED)) {
            Batch rowsOfA = read(a, inA);
            Batch rowsOfB = read(b, inB);
            return rowsOfA.isFull() && firstDifference(rowsOfA, rowsOfB) < 0;
        }
    }

    /** The first place at which the rows have different numbers; -1 when there is none. */
    static int firstDifference(Batch a, Batch b) {
        int common = Math.min(a.rows(), b.rows());
        for (int r = 0; r < common; r++) {
            if (a.sourceRow(r) != b.sourceRow(r)) {
                return r;
            }
        }
        return a.rows() == b.rows() ? -1 : common;
    }

    private static Batch read(ActivationSource source, RowReader reader) {
        Batch batch = Batch.forSource(source, PROBED_ROWS);
        while (!batch.isFull() && reader.read(batch) > 0) {}
        return batch;
    }
}
