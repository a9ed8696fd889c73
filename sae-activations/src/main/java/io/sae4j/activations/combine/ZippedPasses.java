package io.sae4j.activations.combine;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import java.util.OptionalLong;

/** Two sources, at least one of which cannot give any row, read side by side as inputs and targets. */
final class ZippedPasses implements ActivationSource {
    private final ActivationSource input;
    private final ActivationSource target;

    ZippedPasses(ActivationSource input, ActivationSource target) {
        this.input = input;
        this.target = target;
    }

    @Override
    public int inputWidth() {
        return input.inputWidth();
    }

    @Override
    public int targetWidth() {
        return target.inputWidth();
    }

    @Override
    public boolean hasOwnTargets() {
        return true;
    }

    @Override
    public OptionalLong rowCount() {
        return input.rowCount().isPresent() ? input.rowCount() : target.rowCount();
    }

    @Override
    public boolean repeatable() {
        return input.repeatable() && target.repeatable();
    }

    @Override
    public RowReader sequential() {
        RowReader inputs = input.sequential();
        boolean opened = false;
        try {
            RowReader pairs = new Pass(inputs, target.sequential());
            opened = true;
            return pairs;
        } finally {
            if (!opened) {
                inputs.close();
            }
        }
    }

    @Override
    public RowReader shuffled(long seed) {
        return ActivationSources.mixed(this, seed);
    }

    /** Reads a block of inputs and the same number of targets, and deals out pairs. */
    private final class Pass implements RowReader {
        private static final int BLOCK_ROWS = 256;

        private final RowReader inputs;
        private final RowReader targets;
        private final Batch input = Batch.autoencoder(BLOCK_ROWS, inputWidth());
        private final Batch target = Batch.autoencoder(BLOCK_ROWS, targetWidth());
        private int taken;
        private long before;

        Pass(RowReader inputs, RowReader targets) {
            this.inputs = inputs;
            this.targets = targets;
        }

        @Override
        public int read(Batch batch) {
            PairFit.require(batch, ZippedPasses.this);
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

        private void copy(Batch from, int row, float[] to, int at) {
            int width = from.inputWidth();
            System.arraycopy(from.input(), row * width, to, at * width, width);
        }

        /** Reads the next block; false at the end of both. */
        private boolean fill() {
            before += input.rows();
            taken = 0;
            readFully(inputs, input);
            readFully(targets, target);
            if (input.rows() != target.rows()) {
                String shorter = input.rows() < target.rows() ? "input" : "target";
                String longer = input.rows() < target.rows() ? "target" : "input";
                long rows = before + Math.min(input.rows(), target.rows());
                throw new IllegalStateException(
                        shorter + " ended after " + rows + " rows, but " + longer + " has more");
            }
            return input.rows() > 0;
        }

        /** A reader may deliver fewer rows than fit without being at its end. */
        private void readFully(RowReader reader, Batch batch) {
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
}
