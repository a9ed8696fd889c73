package io.sae4j.engine.sparse;

import io.sae4j.math.RankedEntries;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the k features of each row with the largest positive scores, tile by tile.
 *
 * <p>Entries above a bar that rises go into a list of a few k; when it is full, about the k-th largest becomes the bar and what
 * is below it is dropped. Of rounded products the bar is lower by twice the largest margin of any feature: the k largest by exact
 * score are always above it. In the end the k largest by rounded score are computed exactly; their least is a bar that most
 * others do not reach even at their own upper bound, and those that do are computed exactly too.
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
    /** Scores at or below it are not chosen, whatever their features. */
    private final float[] skips;

    private final FirstBar firstBar = new FirstBar();
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
        skips = new float[blockRows];
    }

    @Override
    public void start(RowBlock block, float[][] inputs, @Nullable Margins margins) {
        this.inputs = inputs;
        bounds.start(margins);
        rows = block.rows();
        k = most.getAsInt();
        lists.clear(rows);
        bounds.measureTile(0, factors.length);
    }

    @Override
    public long closeLooks() {
        long all = looks;
        looks = 0;
        return all;
    }

    @Override
    public void visit(float[][] scores, int first, int count) {
        for (int r = 0; r < rows; r++) {
            peaks.measure(scores[r], count);
            if (first == 0) {
                skips[r] = Math.max(bounds.skippable(r, 0f), skipBelow(r, firstBar.of(peaks, k)));
            }
            int found = peaks.above(scores[r], count, skips[r]);
            take(scores[r], peaks.positions(), found, first, r);
        }
    }

    /**
     * What can be skipped where k scores reach {@code least}: none of those is truly below it by more than the largest margin,
     * and what cannot truly reach that is not chosen.
     */
    private float skipBelow(int r, float least) {
        return bounds.skippable(r, Math.nextDown(bounds.skippable(r, least)));
    }

    /** Enters those of the scores at {@code positions} in the row's list that cannot be skipped. */
    private void take(float[] scores, int[] positions, int found, int first, int r) {
        long[] entries = lists.entries[r];
        int n = lists.size[r];
        for (int i = 0; i < found; i++) {
            float score = scores[positions[i]];
            if (score <= skips[r]) {
                continue;
            }
            if (n == entries.length) {
                n = makeRoom(r);
                entries = lists.entries[r];
            }
            entries[n++] = RankedEntries.of(score, first + positions[i]);
        }
        lists.size[r] = n;
    }

    /** Drops what can be skipped from a row's full list, or lengthens the list; returns how many entries stay. */
    private int makeRoom(int r) {
        long[] entries = lists.entries[r];
        int n = entries.length;
        if (n >= ROOM * k) {
            n = bounds.areExact() ? keepExactly(entries, r) : keepWithin(entries, r);
        }
        if (n > entries.length / 2) {
            lists.grow(r);
        }
        return n;
    }

    private int keepExactly(long[] entries, int r) {
        int n = RankedEntries.keepAbout(entries, entries.length, k, 2 * k);
        skips[r] = skipBelow(r, RankedEntries.value(RankedEntries.least(entries, n)));
        return n;
    }

    /** Keeps the k largest scores, and those that cannot be skipped beside them. */
    private int keepWithin(long[] entries, int r) {
        RankedEntries.keepLargest(entries, entries.length, k);
        skips[r] = Math.max(skips[r], skipBelow(r, RankedEntries.value(RankedEntries.least(entries, k))));
        int kept = k;
        for (int i = k; i < entries.length; i++) {
            entries[kept] = entries[i];
            kept += RankedEntries.value(entries[i]) <= skips[r] ? 0 : 1;
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
                    out.add(j, score / factors[j]);
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

    private void toScores(long[] entries, int from, int to) {
        for (int i = from; i < to; i++) {
            int j = RankedEntries.index(entries[i]);
            entries[i] = RankedEntries.of(RankedEntries.value(entries[i]) * factors[j], j);
        }
    }
}
