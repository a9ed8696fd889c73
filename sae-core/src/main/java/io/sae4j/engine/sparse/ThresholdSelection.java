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
    private final Thresholds thresholds;
    private final double largestShare;

    /** @param largestShare of all features; blocks with more codes than that are refused as too dense */
    ThresholdSelection(SaeState state, Thresholds thresholds, double largestShare) {
        this.state = state;
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
        return new ThresholdChooser(blockRows);
    }

    private final class ThresholdChooser implements Chooser {
        private final EntryLists lists;
        private final Rescorer rescorer = new Rescorer(state);
        private float[][] inputs = new float[0][];
        private @Nullable Margins margins;
        private int rows;
        private long total;
        private long looks;
        private float largestNorm;
        private float largestError;
        private float largestBar;

        ThresholdChooser(int blockRows) {
            lists = new EntryLists(blockRows, START);
        }

        @Override
        public void start(RowBlock block, float[][] inputs, @Nullable Margins margins) {
            this.inputs = inputs;
            this.margins = margins;
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
            Margins bounds = margins;
            if (bounds != null) {
                measureTile(first, count);
            }
            for (int r = 0; r < rows && !tooMany(); r++) {
                int before = lists.size[r];
                if (bounds == null) {
                    scan(scores[r], first, count, r);
                } else {
                    scanScreened(scores[r], first, count, r, bounds);
                }
                total += lists.size[r] - before;
            }
        }

        private void scan(float[] scores, int first, int count, int r) {
            float[] lowest = thresholds.lowest;
            long[] entries = lists.entries[r];
            int n = lists.size[r];
            for (int i = next(scores, lowest, first, 0, count);
                    i < count;
                    i = next(scores, lowest, first, i + 1, count)) {
                if (n == entries.length) {
                    entries = lists.grow(r);
                }
                entries[n++] = RankedEntries.of(scores[i], first + i);
            }
            lists.size[r] = n;
        }

        /** The first position from {@code i} on that is above its bar. A loop of its own, which the compiler unrolls. */
        private static int next(float[] scores, float[] lowest, int first, int i, int count) {
            int at = i;
            while (at < count && scores[at] <= lowest[first + at]) {
                at++;
            }
            return at;
        }

        private void scanScreened(float[] scores, int first, int count, int r, Margins bounds) {
            float[] lowest = thresholds.lowest;
            float[] norms = state.encoderNorms;
            float[] errors = state.encoderErrors;
            long[] entries = lists.entries[r];
            int n = lists.size[r];
            float slack = bounds.widestSlack(r, largestBar, largestNorm, largestError);
            int i = nextWithin(scores, lowest, slack, first, 0, count);
            for (; i < count; i = nextWithin(scores, lowest, slack, first, i + 1, count)) {
                int j = first + i;
                float most = bounds.upperBound(r, scores[i], norms[j], errors[j]);
                if (!(most <= lowest[j])) {
                    if (n == entries.length) {
                        entries = lists.grow(r);
                    }
                    entries[n++] = RankedEntries.of(most, j);
                }
            }
            lists.size[r] = n;
        }

        /** The first position from {@code i} on whose score is not below its bar by more than {@code slack}. */
        private static int nextWithin(float[] scores, float[] lowest, float slack, int first, int i, int count) {
            int at = i;
            while (at < count && scores[at] + slack <= lowest[first + at]) {
                at++;
            }
            return at;
        }

        /** Finds the largest norm, rounding error and size of a bar among the tile's features. */
        private void measureTile(int first, int count) {
            largestNorm = 0;
            largestError = 0;
            largestBar = 0;
            for (int j = first; j < first + count; j++) {
                largestNorm = Math.max(largestNorm, state.encoderNorms[j]);
                largestError = Math.max(largestError, state.encoderErrors[j]);
                largestBar = Math.max(largestBar, Math.abs(thresholds.lowest[j]));
            }
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
                if (margins != null) {
                    rescorer.rescore(inputs[r], entries, 0, n);
                }
                for (int i = 0; i < n; i++) {
                    int j = RankedEntries.index(entries[i]);
                    float z = RankedEntries.value(entries[i]);
                    boolean fires = thresholds.fires(z, j);
                    boolean inKernel = thresholds.inKernel(z, j);
                    if (fires || inKernel) {
                        out.add(j, fires ? z : 0f, inKernel);
                    }
                }
                out.endRow(r);
            }
            return true;
        }
    }
}
