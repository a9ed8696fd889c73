package io.sae4j.activations.store;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.activations.rows.RowPermutation;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.RowReader;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/**
 * Rows of a store: all of one or two hook points, or some that were chosen by token, position or document. A row's
 * number, as batches tell it, is that in the store, also when only some are chosen.
 *
 * <p>Immutable and thread-safe.
 */
public final class StoreSource implements ActivationSource {
    /** Rows of a window are numbered by {@code int}s on the heap: 16 MiB at most. */
    private static final int MAX_WINDOW_ROWS = 1 << 22;

    private final ActivationStore store;
    private final int[] columns;
    private final RowRuns rows;
    private final ShuffleOptions shuffle;

    private StoreSource(ActivationStore store, int[] columns, RowRuns rows, ShuffleOptions shuffle) {
        this.store = store;
        this.columns = columns;
        this.rows = rows;
        this.shuffle = shuffle;
    }

    /** @param columns the inputs', and the targets' where they are rows of their own */
    static StoreSource of(ActivationStore store, int[] columns, ShuffleOptions shuffle) {
        return new StoreSource(store, columns, RowRuns.all(store.rows()), shuffle);
    }

    /**
     * Those of these rows that {@code predicate} accepts. Reads the token columns at once; keeps 16 bytes of heap for
     * each run of neighbouring rows. Random access is kept.
     *
     * @throws io.sae4j.format.FormatException when they are damaged
     */
    public StoreSource where(TokenPredicate predicate) {
        return new StoreSource(store, columns, rows.where(predicate, store), shuffle);
    }

    /**
     * The first {@code count} of these rows, or all if there are fewer. Random access is kept.
     *
     * @throws IllegalArgumentException when {@code count} is negative
     */
    public StoreSource take(long count) {
        checkArgument(count >= 0, "count must not be negative, got %s", count);
        return new StoreSource(store, columns, rows.first(count), shuffle);
    }

    /**
     * Splits these rows into two parts such that no document is in both.
     *
     * @param validationFraction part of the <em>documents</em> that goes into validation, in (0, 1); rounded, but each
     *     part gets at least one
     * @param seed chooses the documents; the same numbers and seed give the same choice, whatever their order
     * @throws IllegalArgumentException when the fraction is out of range, or there are fewer than two documents
     */
    public StoreSplit split(double validationFraction, long seed) {
        DocumentChoice validation = DocumentChoice.draw(documents(), validationFraction, seed);
        return new StoreSplit(
                where((id, position, document) -> !validation.has(document)),
                where((id, position, document) -> validation.has(document)));
    }

    /** The numbers of these rows' documents, ascending, each once. Reads their token columns. */
    public long[] documents() {
        DistinctNumbers numbers = new DistinctNumbers();
        rows.forEach(store, (row, chunk, i) -> numbers.add(chunk.documents()[i]));
        return numbers.sorted();
    }

    /** The store that they are rows of. */
    public ActivationStore store() {
        return store;
    }

    @Override
    public int inputWidth() {
        return store.layout().width(columns[0]);
    }

    @Override
    public int targetWidth() {
        return store.layout().width(columns[columns.length - 1]);
    }

    @Override
    public boolean hasOwnTargets() {
        return columns.length > 1;
    }

    @Override
    public OptionalLong rowCount() {
        return OptionalLong.of(rows.rows());
    }

    /** Whether {@link ShuffleOptions} make shuffled passes true permutations. */
    @Override
    public boolean randomAccess() {
        return shuffle.permutes(rows.rows() * rowBytes());
    }

    @Override
    public RowReader sequential() {
        return new SequentialReader(this);
    }

    @Override
    public RowReader shuffled(long seed) {
        return new OrderedReader(this, randomAccess() ? permuted(seed) : byWindows(seed));
    }

    private RowOrder permuted(long seed) {
        LongUnaryOperator order = RowPermutation.compact(Math.max(1, rows.rows()), seed);
        return new RowOrder() {
            private long next;

            @Override
            public long next() {
                return order.applyAsLong(next++);
            }

            @Override
            public void skip(long count) {
                next += count;
            }
        };
    }

    private RowOrder byWindows(long seed) {
        int blockRows = store.layout().blockRows();
        long windowRows = Math.min(MAX_WINDOW_ROWS, shuffle.windowBytes() / rowBytes());
        return new WindowOrder(new BlockPieces(store, rows, columns), blockRows, (int) (windowRows / blockRows), seed);
    }

    /** Bytes of a row as stored. */
    private long rowBytes() {
        long bytes = 0;
        for (int column : columns) {
            bytes += store.layout().bytes(column);
        }
        return bytes;
    }

    RowRuns rows() {
        return rows;
    }

    int inputColumn() {
        return columns[0];
    }

    int targetColumn() {
        return columns[columns.length - 1];
    }
}
