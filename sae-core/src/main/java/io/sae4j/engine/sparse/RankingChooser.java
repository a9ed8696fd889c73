package io.sae4j.engine.sparse;

import io.sae4j.math.RankedEntries;
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
    private final float[] bias;
    private final Rescorer rescorer;
    private final EntryLists lists;
    private final float[] bars;
    private long[] bounds = new long[LEAST_ROOM];
    private float[][] inputs = new float[0][];
    private float @Nullable [] margins;
    private int rows;
    private int k;

    /** @param factors of the pre-activations, which make scores of them; positive */
    RankingChooser(SaeState state, float[] factors, int blockRows) {
        this.state = state;
        this.factors = factors;
        bias = state.encoderBias.value;
        rescorer = new Rescorer(state);
        lists = new EntryLists(blockRows, LEAST_ROOM);
        bars = new float[blockRows];
    }

    /** Sets how many features a row may have, from the next block on. */
    void keep(int features) {
        k = features;
    }

    @Override
    public void start(RowBlock block, float[][] inputs, float @Nullable [] margins) {
        this.inputs = inputs;
        this.margins = margins;
        rows = block.rows();
        lists.clear(rows);
        java.util.Arrays.fill(bars, 0, rows, 0f);
    }

    @Override
    public void visit(float[][] products, int first, int count) {
        for (int r = 0; r < rows; r++) {
            if (margins == null) {
                scan(products[r], first, count, r);
            } else {
                scanScreened(products[r], first, count, r, margins[r]);
            }
        }
    }

    private void scan(float[] products, int first, int count, int r) {
        long[] entries = lists.entries[r];
        int n = lists.size[r];
        float bar = bars[r];
        for (int i = 0; i < count; i++) {
            int j = first + i;
            float score = (products[i] + bias[j]) * factors[j];
            if (!(score <= bar)) {
                if (n == entries.length) {
                    if (entries.length < ROOM * k) {
                        entries = lists.grow(r);
                    } else {
                        RankedEntries.keepLargest(entries, n, k);
                        n = k;
                        bar = RankedEntries.value(RankedEntries.least(entries, k));
                        if (score <= bar) {
                            continue;
                        }
                    }
                }
                entries[n++] = RankedEntries.of(score, j);
            }
        }
        lists.size[r] = n;
        bars[r] = bar;
    }

    private void scanScreened(float[] products, int first, int count, int r, float margin) {
        float[] norms = state.encoderNorms;
        long[] entries = lists.entries[r];
        int n = lists.size[r];
        for (int i = 0; i < count; i++) {
            int j = first + i;
            float score = (products[i] + bias[j]) * factors[j];
            if (!(Screening.upperBound(score, margin, norms[j] * factors[j]) <= bars[r])) {
                if (n == entries.length) {
                    n = raiseBar(entries, n, r, margin);
                    if (n > entries.length / 2) {
                        entries = lists.grow(r);
                    }
                }
                entries[n++] = RankedEntries.of(score, j);
            }
        }
        lists.size[r] = n;
    }

    /** Raises the row's bar to the k-th largest lower bound and drops what cannot reach it; returns how many stay. */
    private int raiseBar(long[] entries, int n, int r, float margin) {
        if (n <= k) {
            return n;
        }
        if (bounds.length < n) {
            bounds = new long[entries.length];
        }
        for (int i = 0; i < n; i++) {
            int j = RankedEntries.index(entries[i]);
            float least =
                    Screening.lowerBound(RankedEntries.value(entries[i]), margin, state.encoderNorms[j] * factors[j]);
            bounds[i] = RankedEntries.of(Float.isNaN(least) ? Float.NEGATIVE_INFINITY : least, j);
        }
        RankedEntries.keepLargest(bounds, n, k);
        float bar = Math.max(bars[r], RankedEntries.value(RankedEntries.least(bounds, k)));
        bars[r] = bar;
        return keepReaching(entries, 0, n, bar, margin);
    }

    /** Moves the entries from {@code from} on whose upper bound reaches {@code bar} behind the first {@code from}. */
    private int keepReaching(long[] entries, int from, int n, float bar, float margin) {
        int kept = from;
        for (int i = from; i < n; i++) {
            int j = RankedEntries.index(entries[i]);
            float most =
                    Screening.upperBound(RankedEntries.value(entries[i]), margin, state.encoderNorms[j] * factors[j]);
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
            int n = margins == null ? lists.size[r] : settleExactly(entries, lists.size[r], r, margins[r]);
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
    private int settleExactly(long[] entries, int size, int r, float margin) {
        RankedEntries.keepLargest(entries, size, k);
        int sure = Math.min(size, k);
        rescorer.rescore(inputs[r], entries, 0, sure);
        toScores(entries, 0, sure);
        if (size <= k) {
            return sure;
        }
        float bar = RankedEntries.value(RankedEntries.least(entries, sure));
        int n = keepReaching(entries, sure, size, bar, margin);
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
