package io.sae4j.engine.sparse;

import io.sae4j.engine.StepSettings;
import io.sae4j.math.Cut;
import io.sae4j.math.CutFinder;

/**
 * The {@code k·rows} largest positive scores of the batch: BatchTopK. Blocks keep what may be among them; the barrier finds
 * the exact cut, where of equal scores the lower row, then the lower feature wins. NaN stays, so that it shows in the loss.
 * In steps with a widened k every row keeps its own largest.
 */
final class BatchRankingSelection implements Selection {
    private final SaeState state;
    private final Scores scores;
    private final int k;
    private final int blockRows;
    private final RankingSelection ofRows;
    private boolean byRow;
    private long batch;
    private long kept;
    private float smallest = Float.POSITIVE_INFINITY;

    BatchRankingSelection(SaeState state, Scores scores, int k, int blockRows) {
        this.state = state;
        this.scores = scores;
        this.k = k;
        this.blockRows = blockRows;
        ofRows = new RankingSelection(state, scores, k);
    }

    @Override
    public void begin(StepSettings settings, int rows) {
        byRow = settings.widening() > 1;
        ofRows.begin(settings, rows);
        kept = (long) k * rows;
        batch++;
    }

    @Override
    public Chooser chooser(int rows) {
        Chooser ofBatch = new BatchRankingChooser(state, scores.factors(), this, rows);
        return new AlternatingChooser(() -> byRow, ofRows.chooser(rows), ofBatch);
    }

    /** Counts the batches. */
    long batch() {
        return batch;
    }

    /** How many scores of the present batch are kept. */
    long kept() {
        return kept;
    }

    @Override
    public double expectedShare() {
        return (double) k / state.encoder.features();
    }

    @Override
    public boolean hasBarrier() {
        return true;
    }

    @Override
    public void settle(BlockCodes[] blocks, Workers workers) {
        if (byRow) {
            smallest = smallestOf(blocks);
        } else {
            cut(blocks, workers);
        }
    }

    private float smallestOf(BlockCodes[] blocks) {
        float[] factors = scores.factors();
        float least = Float.POSITIVE_INFINITY;
        for (BlockCodes codes : blocks) {
            for (int i = 0; i < codes.size(); i++) {
                least = Math.min(least, codes.value[i] * factors[codes.feature[i]]);
            }
        }
        return least;
    }

    private void cut(BlockCodes[] blocks, Workers workers) {
        long[][] keys = new long[blocks.length][];
        workers.run(blocks.length, (b, w) -> keys[b] = keys(blocks[b], b));
        int parts = workers.count();
        CutFinder finder = new CutFinder(kept, parts);
        while (!finder.isFound()) {
            workers.run(parts, (p, w) -> {
                for (int b = p; b < blocks.length; b += parts) {
                    finder.part(p).count(keys[b], 0, keys[b].length);
                }
            });
            finder.narrow();
        }
        Cut cut = finder.cut();
        smallest = cut.value();
        workers.run(
                blocks.length,
                (b, w) -> blocks[b].keep((r, j, score) -> Float.isNaN(score) || cut.keeps(score, flatIndex(b, r, j))));
        workers.run(blocks.length, (b, w) -> toPreActivations(blocks[b]));
    }

    @Override
    public double smallestScore() {
        return smallest;
    }

    private long flatIndex(int block, int row, int feature) {
        return ((long) block * blockRows + row) * state.encoder.features() + feature;
    }

    private long[] keys(BlockCodes codes, int block) {
        long[] keys = new long[codes.size()];
        for (int r = 0; r < codes.rows(); r++) {
            for (int i = codes.start[r]; i < codes.start[r + 1]; i++) {
                keys[i] = CutFinder.key(codes.value[i], flatIndex(block, r, codes.feature[i]));
            }
        }
        return keys;
    }

    private void toPreActivations(BlockCodes codes) {
        if (!scores.byDecoderNorm()) {
            return;
        }
        for (int i = 0; i < codes.size(); i++) {
            codes.value[i] /= state.decoderNorms[codes.feature[i]];
        }
    }
}
