package io.sae4j.engine.sparse;

import io.sae4j.math.RankedEntries;
import java.util.Arrays;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the k features of each row with the largest positive scores, tile by tile.
 *
 * <p>Entries above a bar that rises go into a list of a few k; when it is full, the k-th largest becomes the bar and what is
 * below it is dropped. Of rounded products the bar is the k-th largest lower bound, and an entry stays while its upper bound
 * reaches the bar: the k largest by exact score are always among them. In the end the k largest by rounded score are
 * computed exactly; their least is a bar that most others do not reach even at their upper bound, and those that do are
 * computed exactly too.
 */
final class RankingChooser implements Selection.Chooser {
    private static final int LEAST_ROOM = 64;
    private static final int ROOM = 4;

    private final SaeState state;
    private final float[] factors;
    private final IntSupplier most;
    private final Rescorer rescorer;
    private final EntryLists lists;
    private final float[] bars;
    private final FirstBar firstBar = new FirstBar();
    private long[] leasts = new long[LEAST_ROOM];
    private float[][] inputs = new float[0][];
    private @Nullable Margins margins;
    private int rows;
    private int k;
    private long looks;
    private float largestNorm;
    private float largestError;

    /**
     * @param factors of the pre-activations, which make scores of them; positive
     * @param most how many features a row may have, asked for at each block
     */
    RankingChooser(SaeState state, float[] factors, IntSupplier most, int blockRows) {
        this.most = most;
        this.state = state;
        this.factors = factors;
        rescorer = new Rescorer(state);
        lists = new EntryLists(blockRows, LEAST_ROOM);
        bars = new float[blockRows];
    }

    @Override
    public void start(RowBlock block, float[][] inputs, @Nullable Margins margins) {
        this.inputs = inputs;
        this.margins = margins;
        rows = block.rows();
        k = most.getAsInt();
        lists.clear(rows);
        Arrays.fill(bars, 0, rows, 0f);
    }

    @Override
    public long closeLooks() {
        long all = looks;
        looks = 0;
        return all;
    }

    @Override
    public void visit(float[][] scores, int first, int count) {
        Margins bounds = margins;
        if (bounds != null) {
            measureTile(first, count);
        }
        for (int r = 0; r < rows; r++) {
            if (bounds == null) {
                scan(scores[r], first, count, r);
            } else {
                scanScreened(scores[r], first, count, r, bounds);
            }
        }
    }

    private void scan(float[] scores, int first, int count, int r) {
        long[] entries = lists.entries[r];
        int n = lists.size[r];
        float bar = first == 0 ? firstBar.of(scores, count, k) : bars[r];
        for (int i = next(scores, 0, count, bar); i < count; i = next(scores, i + 1, count, bar)) {
            if (n == entries.length) {
                if (entries.length < ROOM * k) {
                    entries = lists.grow(r);
                } else {
                    n = RankedEntries.keepAbout(entries, n, k, 2 * k);
                    bar = RankedEntries.value(RankedEntries.least(entries, n));
                    if (scores[i] <= bar) {
                        continue;
                    }
                }
            }
            entries[n++] = RankedEntries.of(scores[i], first + i);
        }
        lists.size[r] = n;
        bars[r] = bar;
    }

    /** The first position from {@code i} on that is above the bar. A loop of its own, which the compiler unrolls. */
    private static int next(float[] scores, int i, int count, float bar) {
        int at = i;
        while (at < count && scores[at] <= bar) {
            at++;
        }
        return at;
    }

    private void scanScreened(float[] scores, int first, int count, int r, Margins bounds) {
        long[] entries = lists.entries[r];
        int n = lists.size[r];
        if (first == 0) {
            // Of k scores above the first bar, none is truly below it by more than the largest margin.
            bars[r] = Math.max(0f, bounds.skippable(r, firstBar.of(scores, count, k), largestNorm, largestError));
        }
        float skip = bounds.skippable(r, bars[r], largestNorm, largestError);
        for (int i = next(scores, 0, count, skip); i < count; i = next(scores, i + 1, count, skip)) {
            int j = first + i;
            if (upperBound(bounds, r, scores[i], j) <= bars[r]) {
                continue;
            }
            if (n == entries.length) {
                n = raiseBar(entries, n, r, bounds);
                skip = bounds.skippable(r, bars[r], largestNorm, largestError);
                if (n > entries.length / 2) {
                    entries = lists.grow(r);
                }
            }
            entries[n++] = RankedEntries.of(scores[i], j);
        }
        lists.size[r] = n;
    }

    /** Finds the largest norm and rounding error of the tile's features, in units of scores. */
    private void measureTile(int first, int count) {
        largestNorm = 0;
        largestError = 0;
        for (int j = first; j < first + count; j++) {
            largestNorm = Math.max(largestNorm, state.encoderNorms[j] * factors[j]);
            largestError = Math.max(largestError, state.encoderErrors[j] * factors[j]);
        }
    }

    /** Raises the row's bar to the k-th largest lower bound and drops what cannot reach it; returns how many stay. */
    private int raiseBar(long[] entries, int n, int r, Margins margins) {
        if (n <= k) {
            return n;
        }
        if (leasts.length < n) {
            leasts = new long[entries.length];
        }
        for (int i = 0; i < n; i++) {
            int j = RankedEntries.index(entries[i]);
            float least = lowerBound(margins, r, RankedEntries.value(entries[i]), j);
            leasts[i] = RankedEntries.of(Float.isNaN(least) ? Float.NEGATIVE_INFINITY : least, j);
        }
        RankedEntries.keepLargest(leasts, n, k);
        float bar = Math.max(bars[r], RankedEntries.value(RankedEntries.least(leasts, k)));
        bars[r] = bar;
        return keepReaching(entries, 0, n, bar, r, margins);
    }

    /** Moves the entries from {@code from} on whose upper bound reaches {@code bar} behind the first {@code from}. */
    private int keepReaching(long[] entries, int from, int n, float bar, int r, Margins margins) {
        int kept = from;
        for (int i = from; i < n; i++) {
            int j = RankedEntries.index(entries[i]);
            float most = upperBound(margins, r, RankedEntries.value(entries[i]), j);
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
            int n = margins == null ? lists.size[r] : settleExactly(entries, lists.size[r], r, margins);
            looks += margins == null ? Math.min(n, k) : n;
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
    private int settleExactly(long[] entries, int size, int r, Margins margins) {
        RankedEntries.keepLargest(entries, size, k);
        int sure = Math.min(size, k);
        rescorer.rescore(inputs[r], entries, 0, sure);
        toScores(entries, 0, sure);
        if (size <= k) {
            return sure;
        }
        float bar = RankedEntries.value(RankedEntries.least(entries, sure));
        int n = keepReaching(entries, sure, size, bar, r, margins);
        rescorer.rescore(inputs[r], entries, sure, n);
        toScores(entries, sure, n);
        return n;
    }

    private float upperBound(Margins margins, int r, float score, int j) {
        return margins.upperBound(r, score, state.encoderNorms[j] * factors[j], state.encoderErrors[j] * factors[j]);
    }

    private float lowerBound(Margins margins, int r, float score, int j) {
        return margins.lowerBound(r, score, state.encoderNorms[j] * factors[j], state.encoderErrors[j] * factors[j]);
    }

    private void toScores(long[] entries, int from, int to) {
        for (int i = from; i < to; i++) {
            int j = RankedEntries.index(entries[i]);
            entries[i] = RankedEntries.of(RankedEntries.value(entries[i]) * factors[j], j);
        }
    }
}
