package io.sae4j.engine.sparse;

import io.sae4j.engine.StepSettings;
import io.sae4j.math.RankedEntries;
import org.jspecify.annotations.Nullable;

/**
 * Every feature fires by a threshold of its own: ReLU and JumpReLU. Codes within the kernel of their threshold are kept too,
 * for its gradient.
 */
final class ThresholdSelection implements Selection {
    private static final int START = 64;

    private final SaeState state;
    private final Scores scores;
    private final Thresholds thresholds;
    private final double largestShare;

    /** @param largestShare of all features; blocks with more codes than that are refused as too dense */
    ThresholdSelection(SaeState state, Scores scores, Thresholds thresholds, double largestShare) {
        this.state = state;
        this.scores = scores;
        this.thresholds = thresholds;
        this.largestShare = largestShare;
    }

    @Override
    public void begin(StepSettings settings, int rows) {
        thresholds.refresh();
    }

    /**
     * Not without learned thresholds: half of ReLU's pre-activations lie about zero, and all within their bound would be
     * computed twice.
     */
    @Override
    public boolean mayScreen() {
        return thresholds.areLearned();
    }

    @Override
    public Chooser chooser(int blockRows) {
        return new ThresholdChooser(blockRows, scores.factors());
    }

    private final class ThresholdChooser implements Chooser {
        private final EntryLists lists;
        private final Rescorer rescorer = new Rescorer(state);
        private final Bounds bounds;
        private final PeakFinder peaks = new PeakFinder();
        private float[][] inputs = new float[0][];
        private int rows;
        private long total;
        private long looks;
        private float[] tileThresholds = new float[0];
        private float largestThreshold;

        ThresholdChooser(int blockRows, float[] factors) {
            bounds = new Bounds(state, factors);
            lists = new EntryLists(blockRows, START);
        }

        @Override
        public void start(RowBlock block, float[][] inputs, @Nullable Margins margins) {
            this.inputs = inputs;
            bounds.start(margins);
            rows = block.rows();
            looks += total;
            total = 0;
            lists.clear(rows);
        }

        @Override
        public long closeLooks() {
            long all = looks + total;
            looks = 0;
            total = 0;
            return all;
        }

        private boolean tooMany() {
            return total > largestShare * rows * state.encoder.features();
        }

        @Override
        public void visit(float[][] scores, int first, int count) {
            bounds.measureTile(first, count);
            takeThresholds(first, count);
            for (int r = 0; r < rows && !tooMany(); r++) {
                float slack = bounds.widestSlack(r, largestThreshold);
                int found = peaks.aboveEach(scores[r], slack, tileThresholds, count);
                total += take(scores[r], peaks.positions(), found, first, r);
            }
        }

        /** Copies the lowest scores that count of the tile's features, so that loops over them run from 0. */
        private void takeThresholds(int first, int count) {
            if (tileThresholds.length < count) {
                tileThresholds = new float[count];
            }
            System.arraycopy(thresholds.lowest, first, tileThresholds, 0, count);
            largestThreshold = 0;
            for (int i = 0; i < count; i++) {
                largestThreshold = Math.max(largestThreshold, Math.abs(tileThresholds[i]));
            }
        }

        /** Enters those of the scores at {@code positions} in the row's list that may exceed their threshold. */
        private int take(float[] scores, int[] positions, int found, int first, int r) {
            long[] entries = lists.entries[r];
            int before = lists.size[r];
            int n = before;
            for (int i = 0; i < found; i++) {
                int j = first + positions[i];
                float most = bounds.upper(r, scores[positions[i]], j);
                if (!(most <= thresholds.lowest[j])) {
                    if (n == entries.length) {
                        entries = lists.grow(r);
                    }
                    entries[n++] = RankedEntries.of(most, j);
                }
            }
            lists.size[r] = n;
            return n - before;
        }

        @Override
        public boolean finish(BlockCodes out) {
            if (tooMany()) {
                return false;
            }
            out.clear();
            for (int r = 0; r < rows; r++) {
                long[] entries = lists.entries[r];
                int n = lists.size[r];
                if (!bounds.areExact()) {
                    rescorer.rescore(inputs[r], entries, 0, n);
                }
                for (int i = 0; i < n; i++) {
                    int j = RankedEntries.index(entries[i]);
                    float z = RankedEntries.value(entries[i]);
                    boolean fires = thresholds.fires(z, j);
                    float kernel = thresholds.kernel(z, j);
                    if (fires || kernel != 0) {
                        out.add(j, fires ? z : 0f, kernel);
                    }
                }
                out.endRow(r);
            }
            return true;
        }
    }
}
