package io.sae4j.activations.rows;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.BatchFit;
import io.sae4j.data.RowReader;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table as a source: {@link #shuffled} is a true permutation for any number of rows. Values are not
 * judged; NaN and infinities are passed on. Several passes may run at the same time, each used by one thread.
 */
public class RowTableSource implements ActivationSource {
    private final String name;
    private final RowTable table;

    /** @param name what messages call it: its file, say */
    public RowTableSource(String name, RowTable table) {
        this.name = name;
        this.table = table;
    }

    /** The rows themselves. */
    public final RowTable table() {
        return table;
    }

    @Override
    public final int inputWidth() {
        return table.width();
    }

    @Override
    public final OptionalLong rowCount() {
        return OptionalLong.of(table.rows());
    }

    @Override
    public final boolean randomAccess() {
        return true;
    }

    @Override
    public final RowReader sequential() {
        return pass(null);
    }

    @Override
    public final RowReader shuffled(long seed) {
        return pass(RowPermutation.of(table.rows(), seed));
    }

    private RowReader pass(@Nullable LongUnaryOperator order) {
        return new TablePass(table.rows(), order) {
            @Override
            protected void append(Batch batch, long row, int count) {
                int first = BatchRows.append(batch, count, row, table.width(), name);
                table.read(row, count, batch.input(), first * table.width());
                BatchFit.mirrorInput(batch, first, count);
            }
        };
    }
}
