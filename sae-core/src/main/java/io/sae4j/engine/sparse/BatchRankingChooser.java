package io.sae4j.engine.sparse;

import io.sae4j.math.RankedEntries;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the positive scores of a block that may be among the n largest of the batch. The bar is the n-th largest of the
 * scores that this worker met so far in the step, or of their lower bounds where products are rounded; it only decides how
 * many are kept in vain, so that the codes that come out of the barrier do not depend on who met what.
 */
final class BatchRankingChooser implements Selection.Chooser {
    private static final int ROOM = 128;

    private final float[] factors;
    private final BatchRankingSelection selection;
    private final Rescorer rescorer;
    private final Bounds bounds;
    private final PeakFinder peaks = new PeakFinder();
    private final EntryLists lists;
    private final RisingBar bar = new RisingBar();
    private float[][] inputs = new float[0][];
    private int rows;
    private long looks;
    private long batch;

    BatchRankingChooser(SaeState state, float[] factors, BatchRankingSelection selection, int blockRows) {
        this.selection = selection;
        this.factors = factors;
        rescorer = new Rescorer(state);
        bounds = new Bounds(state, factors);
        lists = new EntryLists(blockRows, ROOM);
    }

    @Override
    public void start(RowBlock block, float[][] inputs, @Nullable Margins margins) {
        this.inputs = inputs;
        bounds.start(margins);
        rows = block.rows();
        if (batch != selection.batch()) {
            batch = selection.batch();
            bar.reset(selection.kept());
        }
        lists.clear(rows);
    }

    @Override
    public long closeLooks() {
        long all = looks;
        looks = 0;
        return all;
    }

    @Override
    public void visit(float[][] scores, int first, int count) {
        float least = Math.max(Float.MIN_VALUE, bar.bar());
        bounds.measureTile(first, count);
        for (int r = 0; r < rows; r++) {
            peaks.measure(scores[r], count);
            int found = peaks.above(scores[r], count, bounds.skippable(r, Math.nextDown(least)));
            take(scores[r], peaks.positions(), found, first, r, least);
        }
    }

    /** Enters those of the scores at {@code positions} in the row's list that may reach the bar. */
    private void take(float[] scores, int[] positions, int found, int first, int r, float least) {
        long[] entries = lists.entries[r];
        int n = lists.size[r];
        for (int i = 0; i < found; i++) {
            float score = scores[positions[i]];
            int j = first + positions[i];
            float most = bounds.upper(r, score, j);
            if (!(most < least)) {
                if (n == entries.length) {
                    entries = lists.grow(r);
                }
                entries[n++] = RankedEntries.of(most, j);
                bar.add(bounds.lower(r, score, j));
            }
        }
        lists.size[r] = n;
    }

    /** Writes scores, not yet divided by their factors, in an order that does not depend on the bar; of those that are NaN one a row. */
    @Override
    public boolean finish(BlockCodes out) {
        float least = bar.bar();
        boolean exact = bounds.areExact();
        out.clear();
        for (int r = 0; r < rows; r++) {
            long[] entries = lists.entries[r];
            int n = reaching(entries, lists.size[r], least);
            looks += n;
            if (!exact) {
                rescorer.rescore(inputs[r], entries, 0, n);
            }
            boolean broken = false;
            for (int i = 0; i < n; i++) {
                int j = RankedEntries.index(entries[i]);
                float score = exact ? RankedEntries.value(entries[i]) : RankedEntries.value(entries[i]) * factors[j];
                if (!(score < least) && !(score <= 0f) && !(broken && Float.isNaN(score))) {
                    out.add(j, score);
                    broken |= Float.isNaN(score);
                }
            }
            out.endRow(r);
        }
        return true;
    }

    private static int reaching(long[] entries, int size, float least) {
        int n = 0;
        for (int i = 0; i < size; i++) {
            if (!(RankedEntries.value(entries[i]) < least)) {
                entries[n++] = entries[i];
            }
        }
        return n;
    }
}
