package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Suppliers;
import io.sae4j.math.Permutations;
import io.sae4j.nd.HostRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rows that lie in memory. Each pass opens tables of its own, so that passes do not share a moving pointer. */
final class ArraySource implements ActivationSource {
    private final Table input;
    private final @Nullable Table target;

    private ArraySource(Table input, @Nullable Table target) {
        this.input = input;
        this.target = target;
    }

    static ArraySource of(INDArray rows) {
        return new ArraySource(Table.of(rows, "activations"), null);
    }

    static ArraySource of(float[][] rows) {
        return new ArraySource(Table.of(rows), null);
    }

    static ArraySource paired(INDArray input, INDArray target) {
        Table inputs = Table.of(input, "input");
        Table targets = Table.of(target, "target");
        checkArgument(
                inputs.rows == targets.rows,
                "input and target must have the same number of rows, got %s and %s",
                inputs.rows,
                targets.rows);
        return new ArraySource(inputs, targets);
    }

    static ArraySource sideBySide(List<INDArray> parts) {
        List<Table> tables = new ArrayList<>();
        for (INDArray part : parts) {
            tables.add(Table.of(part, "part " + (tables.size() + 1)));
        }
        return new ArraySource(Table.sideBySide(tables), null);
    }

    @Override
    public int inputWidth() {
        return input.width;
    }

    @Override
    public int targetWidth() {
        return target == null ? input.width : target.width;
    }

    @Override
    public boolean hasOwnTargets() {
        return target != null;
    }

    @Override
    public OptionalLong rowCount() {
        return OptionalLong.of(input.rows);
    }

    @Override
    public boolean randomAccess() {
        return true;
    }

    @Override
    public RowReader sequential() {
        return open(null);
    }

    @Override
    public RowReader shuffled(long seed) {
        return open(Permutations.random(input.rows, seed));
    }

    private RowReader open(int @Nullable [] order) {
        return new TableReader(this, input.opener.get(), target == null ? null : target.opener.get(), order);
    }

    private record Table(long rows, int width, Supplier<RowTable> opener) {
        static Table of(INDArray array, String name) {
            NdChecks.requireRows(array, name);
            checkArgument(!array.isEmpty() && array.size(0) > 0, "%s are empty: they have no rows", plural(name));
            checkArgument(
                    array.size(0) <= Permutations.MAX_LENGTH,
                    "%s must have at most %s rows, got %s",
                    name,
                    Permutations.MAX_LENGTH,
                    array.size(0));
            Supplier<INDArray> readable = Suppliers.memoize(() -> HostRows.readable(array));
            return new Table(array.size(0), (int) array.size(1), () -> HostRows.of(readable.get())::copy);
        }

        static Table of(float[][] rows) {
            checkArgument(rows.length > 0, "activations are empty: they have no rows");
            int width = Chunk.ofRow(rows[0], 0).width();
            for (int r = 1; r < rows.length; r++) {
                Chunk.requireWidth(Chunk.ofRow(rows[r], r).width(), width, r);
            }
            float[][] table = Arrays.copyOf(rows, rows.length);
            return new Table(rows.length, width, () -> (from, count, out, at) -> {
                for (int i = 0; i < count; i++) {
                    System.arraycopy(table[(int) from + i], 0, out, at + i * width, width);
                }
            });
        }

        static Table sideBySide(List<Table> parts) {
            long rows = parts.get(0).rows;
            for (Table part : parts) {
                checkArgument(
                        part.rows == rows,
                        "all parts must have the same number of rows, got %s",
                        parts.stream().map(Table::rows).toList());
            }
            int width = parts.stream().mapToInt(Table::width).reduce(0, Math::addExact);
            return new Table(rows, width, () -> {
                List<RowTable> open =
                        parts.stream().map(part -> part.opener.get()).toList();
                return (from, count, out, at) -> {
                    for (int i = 0; i < count; i++) {
                        int column = 0;
                        for (int p = 0; p < open.size(); p++) {
                            open.get(p).copy(from + i, 1, out, at + i * width + column);
                            column += parts.get(p).width;
                        }
                    }
                };
            });
        }

        private static String plural(String name) {
            return name.endsWith("s") ? name : name + "s";
        }
    }
}
