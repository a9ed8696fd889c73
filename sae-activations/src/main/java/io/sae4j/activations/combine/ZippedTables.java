package io.sae4j.activations.combine;

import io.sae4j.activations.rows.RowPermutation;
import io.sae4j.activations.rows.RowTable;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/** Two tables of equal length as inputs and targets. */
final class ZippedTables implements ActivationSource {
    private final RowTable input;
    private final RowTable target;

    ZippedTables(RowTable input, RowTable target) {
        this.input = input;
        this.target = target;
    }

    @Override
    public int inputWidth() {
        return input.width();
    }

    @Override
    public int targetWidth() {
        return target.width();
    }

    @Override
    public boolean hasOwnTargets() {
        return true;
    }

    @Override
    public OptionalLong rowCount() {
        return OptionalLong.of(input.rows());
    }

    @Override
    public boolean randomAccess() {
        return true;
    }

    @Override
    public RowReader sequential() {
        return new RowReader() {
            private long next;

            @Override
            public int read(Batch batch) {
                int count = (int) Math.min(batch.remaining(), input.rows() - next);
                append(batch, next, count);
                next += count;
                return count;
            }
        };
    }

    @Override
    public RowReader shuffled(long seed) {
        LongUnaryOperator order = RowPermutation.of(input.rows(), seed);
        return new RowReader() {
            private long next;

            @Override
            public int read(Batch batch) {
                int count = (int) Math.min(batch.remaining(), input.rows() - next);
                for (int i = 0; i < count; i++) {
                    append(batch, order.applyAsLong(next++), 1);
                }
                return count;
            }
        };
    }

    private void append(Batch batch, long row, int count) {
        PairFit.require(batch, this);
        int first = batch.append(count, row);
        input.read(row, count, batch.input(), first * input.width());
        target.read(row, count, batch.target(), first * target.width());
    }
}
