package io.sae4j.activations.combine;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.BatchFit;
import io.sae4j.data.RowReader;

/** Reads a block of inputs and the same number of targets, and deals out pairs. */
final class PairReader implements RowReader {
    private static final int BLOCK_ROWS = 256;

    private final ActivationSource pairs;
    private final RowReader inputs;
    private final RowReader targets;
    private final boolean sameNumbers;
    private final Batch input;
    private final Batch target;
    private int taken;
    /** Rows of the blocks before this one. */
    private long before;

    /** @param sameNumbers whether a pair's two rows must have the same number in their sources */
    PairReader(ActivationSource pairs, RowReader inputs, RowReader targets, boolean sameNumbers) {
        this.pairs = pairs;
        this.inputs = inputs;
        this.targets = targets;
        this.sameNumbers = sameNumbers;
        this.input = Batch.autoencoder(BLOCK_ROWS, pairs.inputWidth());
        this.target = Batch.autoencoder(BLOCK_ROWS, pairs.targetWidth());
    }

    @Override
    public int read(Batch batch) {
        BatchFit.require(batch, pairs);
        int rowsBefore = batch.rows();
        while (!batch.isFull() && (taken < input.rows() || fill())) {
            int count = Math.min(batch.remaining(), input.rows() - taken);
            for (int i = 0; i < count; i++) {
                int at = batch.append(1, input.sourceRow(taken));
                copy(input, taken, batch.input(), at);
                copy(target, taken, batch.target(), at);
                taken++;
            }
        }
        return batch.rows() - rowsBefore;
    }

    private static void copy(Batch from, int row, float[] to, int at) {
        int width = from.inputWidth();
        System.arraycopy(from.input(), row * width, to, at * width, width);
    }

    /** Reads the next block; false at the end of both. */
    private boolean fill() {
        before += input.rows();
        taken = 0;
        readFully(inputs, input);
        readFully(targets, target);
        requireSameLength();
        if (sameNumbers && SameOrder.firstDifference(input, target) >= 0) {
            throw new IllegalStateException(
                    "input and target are no longer shuffled alike: they were so when they were zipped");
        }
        return input.rows() > 0;
    }

    private void requireSameLength() {
        if (input.rows() != target.rows()) {
            boolean inputEnds = input.rows() < target.rows();
            long rows = before + Math.min(input.rows(), target.rows());
            throw new IllegalStateException((inputEnds ? "input" : "target") + " ended after " + rows + " rows, but "
                    + (inputEnds ? "target" : "input") + " has more");
        }
    }

    /** A reader may deliver fewer rows than fit without being at its end. */
    private static void readFully(RowReader reader, Batch batch) {
        batch.clear();
        while (!batch.isFull() && reader.read(batch) > 0) {}
    }

    @Override
    public void close() {
        try (inputs) {
            targets.close();
        }
    }
}
