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

    private final SaeState state;
    private final float[] factors;
    private final BatchRankingSelection selection;
    private final Rescorer rescorer;
    private final EntryLists lists;
    private final RisingBar bar = new RisingBar();
    private float[][] inputs = new float[0][];
    private @Nullable Margins margins;
    private int rows;
    private long looks;
    private long batch;

    BatchRankingChooser(SaeState state, float[] factors, BatchRankingSelection selection, int blockRows) {
        this.selection = selection;
        this.state = state;
        this.factors = factors;
        rescorer = new Rescorer(state);
        lists = new EntryLists(blockRows, ROOM);
    }

    @Override
    public void start(RowBlock block, float[][] inputs, @Nullable Margins margins) {
        this.inputs = inputs;
        this.margins = margins;
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
        float least = bar.bar();
        Margins bounds = margins;
        for (int r = 0; r < rows; r++) {
            if (bounds == null) {
                scan(scores[r], first, count, r, least);
            } else {
                scanScreened(scores[r], first, count, r, least, bounds);
            }
        }
    }

    private void scan(float[] scores, int first, int count, int r, float least) {
        long[] entries = lists.entries[r];
        int n = lists.size[r];
        for (int i = 0; i < count; i++) {
            float score = scores[i];
            if (!(score < least) && !(score <= 0f)) {
                if (n == entries.length) {
                    entries = lists.grow(r);
                }
                entries[n++] = RankedEntries.of(score, first + i);
                bar.add(score);
            }
        }
        lists.size[r] = n;
    }

    private void scanScreened(float[] scores, int first, int count, int r, float least, Margins bounds) {
        long[] entries = lists.entries[r];
        int n = lists.size[r];
        for (int i = 0; i < count; i++) {
            int j = first + i;
            float norm = state.encoderNorms[j] * factors[j];
            float error = state.encoderErrors[j] * factors[j];
            float most = bounds.upperBound(r, scores[i], norm, error);
            if (!(most < least) && !(most <= 0f)) {
                if (n == entries.length) {
                    entries = lists.grow(r);
                }
                entries[n++] = RankedEntries.of(most, j);
                bar.add(bounds.lowerBound(r, scores[i], norm, error));
            }
        }
        lists.size[r] = n;
    }

    /** Writes scores, not yet divided by their factors, in order of the features; of those that are NaN one a row. */
    @Override
    public boolean finish(BlockCodes out) {
        float least = bar.bar();
        boolean exact = margins == null;
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
                    out.add(j, score, false);
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
