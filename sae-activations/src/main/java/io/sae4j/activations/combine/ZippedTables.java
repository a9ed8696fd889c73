package io.sae4j.activations.combine;

import io.sae4j.activations.rows.RowPermutation;
import io.sae4j.activations.rows.RowTable;
import io.sae4j.activations.rows.TablePass;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.BatchFit;
import io.sae4j.data.RowReader;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

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
        return pass(null);
    }

    @Override
    public RowReader shuffled(long seed) {
        return pass(RowPermutation.of(input.rows(), seed));
    }

    private RowReader pass(@Nullable LongUnaryOperator order) {
        return new TablePass(input.rows(), order) {
            @Override
            protected void append(Batch batch, long row, int count) {
                BatchFit.require(batch, ZippedTables.this);
                int first = batch.append(count, row);
                input.read(row, count, batch.input(), first * input.width());
                target.read(row, count, batch.target(), first * target.width());
            }
        };
    }
}
