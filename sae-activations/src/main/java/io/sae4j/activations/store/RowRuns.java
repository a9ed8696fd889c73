package io.sae4j.activations.store;

import java.util.Arrays;

/**
 * Some rows of a store, ascending: runs of neighbours, 16 bytes of heap each. A row's place is its number among those.
 * Immutable.
 */
final class RowRuns {
    private final long[] starts;
    /** Entry r: rows before run r; the last entry: all rows. */
    private final long[] before;

    private RowRuns(long[] starts, long[] before) {
        this.starts = starts;
        this.before = before;
    }

    static RowRuns all(long rows) {
        Builder builder = new Builder();
        builder.add(0, rows);
        return builder.build();
    }

    long rows() {
        return before[starts.length];
    }

    int runs() {
        return starts.length;
    }

    long start(int run) {
        return starts[run];
    }

    long length(int run) {
        return before[run + 1] - before[run];
    }

    /** The run that holds {@code place}. */
    int runOf(long place) {
        int found = Arrays.binarySearch(before, place);
        return found >= 0 ? found : -found - 2;
    }

    /** The row at {@code place}, which is in {@code run}. */
    long row(int run, long place) {
        return starts[run] + place - before[run];
    }

    long row(long place) {
        return row(runOf(place), place);
    }

    /** How many of these rows are before {@code row}. */
    long placeOf(long row) {
        int found = Arrays.binarySearch(starts, row);
        if (found >= 0) {
            return before[found];
        }
        int run = -found - 2;
        return run < 0 ? 0 : Math.min(before[run] + row - starts[run], before[run + 1]);
    }

    /** Rows from {@code place} on that follow each other in the store, {@code place} included. */
    long rowsToEndOfRun(int run, long place) {
        return before[run + 1] - place;
    }

    /** The first {@code rows} of these. */
    RowRuns first(long rows) {
        Builder builder = new Builder();
        long left = rows;
        for (int r = 0; r < runs() && left > 0; r++) {
            long taken = Math.min(left, length(r));
            builder.add(start(r), taken);
            left -= taken;
        }
        return builder.build();
    }

    /** Those of these rows that {@code predicate} accepts; reads the token columns of all. */
    RowRuns where(TokenPredicate predicate, ActivationStore store) {
        Builder builder = new Builder();
        forEach(store, (row, chunk, i) -> {
            if (predicate.test(chunk.ids()[i], chunk.positions()[i], chunk.documents()[i])) {
                builder.add(row, 1);
            }
        });
        return builder.build();
    }

    /** Sees a row's entry {@code i} of {@code chunk}. */
    @FunctionalInterface
    interface Visitor {
        void visit(long row, TokenChunk chunk, int i);
    }

    void forEach(ActivationStore store, Visitor visitor) {
        TokenChunk chunk = new TokenChunk(TokenChunk.ROWS);
        for (int r = 0; r < runs(); r++) {
            long end = start(r) + length(r);
            for (long row = start(r); row < end; row += TokenChunk.ROWS) {
                int count = (int) Math.min(TokenChunk.ROWS, end - row);
                store.tokens(row, count, chunk, 0);
                for (int i = 0; i < count; i++) {
                    visitor.visit(row + i, chunk, i);
                }
            }
        }
    }

    /** Collects rows in ascending order. */
    static final class Builder {
        private long[] starts = new long[1];
        private long[] before = new long[2];
        private int runs;

        /** Adds rows {@code [start, start + count)}, behind those already there. */
        void add(long start, long count) {
            if (count == 0) {
                return;
            }
            if (runs > 0 && starts[runs - 1] + before[runs] - before[runs - 1] == start) {
                before[runs] += count;
                return;
            }
            if (runs == starts.length) {
                starts = Arrays.copyOf(starts, 2 * runs);
                before = Arrays.copyOf(before, 2 * runs + 1);
            }
            starts[runs] = start;
            before[runs + 1] = before[runs] + count;
            runs++;
        }

        RowRuns build() {
            return new RowRuns(Arrays.copyOf(starts, runs), Arrays.copyOf(before, runs + 1));
        }
    }
}
