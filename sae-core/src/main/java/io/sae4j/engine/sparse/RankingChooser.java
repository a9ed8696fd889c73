package io.sae4j.engine.sparse;

import io.sae4j.math.RankedEntries;
import java.util.Arrays;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the k features of each row with the largest positive scores, tile by tile.
 *
 * <p>Entries that reach a bar, which rises, go into a list of a few k; when it is full, about the k-th largest becomes the bar
 * and what is below it is dropped. Of rounded products the bar is the k-th largest lower bound, and an entry stays while its upper bound
 * reaches the bar: the k largest by exact score are always among them. In the end the k largest by rounded score are
 * computed exactly; their least is a bar that most others do not reach even at their upper bound, and those that do are
 * computed exactly too.
 */
final class RankingChooser implements Selection.Chooser {
    private static final int LEAST_ROOM = 64;
    private static final int ROOM = 4;

    private final float[] factors;
    private final IntSupplier most;
    private final Rescorer rescorer;
    private final Bounds bounds;
    private final PeakFinder peaks = new PeakFinder();
    private final EntryLists lists;
    private final float[] bars;
    private final FirstBar firstBar = new FirstBar();
    private long[] leasts = new long[LEAST_ROOM];
    private float[][] inputs = new float[0][];
    private int rows;
    private int k;
    private long looks;

    /**
     * @param factors of the pre-activations, which make scores of them; positive
     * @param most how many features a row may have, asked for at each block
     */
    RankingChooser(SaeState state, float[] factors, IntSupplier most, int blockRows) {
        this.most = most;
        this.factors = factors;
        rescorer = new Rescorer(state);
        bounds = new Bounds(state, factors);
        lists = new EntryLists(blockRows, LEAST_ROOM);
        bars = new float[blockRows];
    }

    @Override
    public void start(RowBlock block, float[][] inputs, @Nullable Margins margins) {
        this.inputs = inputs;
        bounds.start(margins);
        rows = block.rows();
        k = most.getAsInt();
        lists.clear(rows);
        Arrays.fill(bars, 0, rows, Float.MIN_VALUE);
    }

    @Override
    public long closeLooks() {
        long all = looks;
        looks = 0;
        return all;
    }

    @Override
    public void visit(float[][] scores, int first, int count) {
        bounds.measureTile(first, count);
        for (int r = 0; r < rows; r++) {
            peaks.measure(scores[r], count);
            if (first == 0) {
                // Of k scores that reach the first bar, none is truly below it by more than the largest margin.
                bars[r] = Math.max(Float.MIN_VALUE, bounds.skippable(r, firstBar.of(peaks, k)));
            }
            int found = peaks.above(scores[r], count, bounds.skippable(r, Math.nextDown(bars[r])));
            take(scores[r], peaks.positions(), found, first, r);
        }
    }

    /** Enters those of the scores at {@code positions} in the row's list that may reach its bar. */
    private void take(float[] scores, int[] positions, int found, int first, int r) {
        long[] entries = lists.entries[r];
        int n = lists.size[r];
        for (int i = 0; i < found; i++) {
            float score = scores[positions[i]];
            int j = first + positions[i];
            if (bounds.upper(r, score, j) < bars[r]) {
                continue;
            }
            if (n == entries.length) {
                n = makeRoom(r);
                entries = lists.entries[r];
            }
            entries[n++] = RankedEntries.of(score, j);
        }
        lists.size[r] = n;
    }

    /** Raises the bar of a row whose list is full, or lengthens the list; returns how many entries stay. */
    private int makeRoom(int r) {
        long[] entries = lists.entries[r];
        int n = entries.length;
        if (n >= ROOM * k) {
            n = bounds.areExact() ? raiseExactly(entries, r) : raise(entries, r);
        }
        if (n > entries.length / 2) {
            lists.grow(r);
        }
        return n;
    }

    private int raiseExactly(long[] entries, int r) {
        int n = RankedEntries.keepAbout(entries, entries.length, k, 2 * k);
        bars[r] = RankedEntries.value(RankedEntries.least(entries, n));
        return n;
    }

    /** Raises the bar to the k-th largest lower bound and drops what cannot reach it. */
    private int raise(long[] entries, int r) {
        int n = entries.length;
        if (leasts.length < n) {
            leasts = new long[n];
        }
        for (int i = 0; i < n; i++) {
            int j = RankedEntries.index(entries[i]);
            float least = bounds.lower(r, RankedEntries.value(entries[i]), j);
            leasts[i] = RankedEntries.of(Float.isNaN(least) ? Float.NEGATIVE_INFINITY : least, j);
        }
        RankedEntries.keepLargest(leasts, n, k);
        bars[r] = Math.max(bars[r], RankedEntries.value(RankedEntries.least(leasts, k)));
        return keepReaching(entries, 0, n, bars[r], r);
    }

    /** Moves the entries from {@code from} on whose upper bound reaches {@code bar} behind the first {@code from}. */
    private int keepReaching(long[] entries, int from, int n, float bar, int r) {
        int kept = from;
        for (int i = from; i < n; i++) {
            float most = bounds.upper(r, RankedEntries.value(entries[i]), RankedEntries.index(entries[i]));
            if (!(most < bar)) {
                entries[kept++] = entries[i];
            }
        }
        return kept;
    }

    @Override
    public boolean finish(BlockCodes out) {
        out.clear();
        for (int r = 0; r < rows; r++) {
            long[] entries = lists.entries[r];
            int n = bounds.areExact() ? lists.size[r] : settleExactly(entries, lists.size[r], r);
            looks += bounds.areExact() ? Math.min(n, k) : n;
            RankedEntries.keepLargest(entries, n, k);
            for (int i = 0; i < Math.min(n, k); i++) {
                int j = RankedEntries.index(entries[i]);
                float score = RankedEntries.value(entries[i]);
                if (!(score <= 0f)) {
                    out.add(j, score / factors[j], false);
                }
            }
            out.endRow(r);
        }
        return true;
    }

    /** Leaves entries with exact scores, the k largest of the row among them; returns how many. */
    private int settleExactly(long[] entries, int size, int r) {
        RankedEntries.keepLargest(entries, size, k);
        int sure = Math.min(size, k);
        rescorer.rescore(inputs[r], entries, 0, sure);
        toScores(entries, 0, sure);
        if (size <= k) {
            return sure;
        }
        float bar = RankedEntries.value(RankedEntries.least(entries, sure));
        int n = keepReaching(entries, sure, size, bar, r);
        rescorer.rescore(inputs[r], entries, sure, n);
        toScores(entries, sure, n);
        return n;
    }

    private void toScores(long[] entries, int from, int to) {
        for (int i = from; i < to; i++) {
            int j = RankedEntries.index(entries[i]);
            entries[i] = RankedEntries.of(RankedEntries.value(entries[i]) * factors[j], j);
        }
    }
}
