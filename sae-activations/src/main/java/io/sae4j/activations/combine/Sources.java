package io.sae4j.activations.combine;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.activations.rows.RowTableSource;
import io.sae4j.activations.store.StoreSource;
import io.sae4j.activations.store.StoreSplit;
import io.sae4j.data.ActivationSource;
import java.util.List;
import java.util.OptionalLong;

/**
 * Sources made of sources. Nothing is read before a pass asks for it, unless a method says so. What is known of the
 * parts is kept where it still holds; each method tells what it keeps beyond {@code repeatable} and targets of their own.
 */
public final class Sources {
    private static final int MEDIAN_ROWS = 32_768;
    private static final long MEDIAN_SEED = 1;

    private Sources() {}

    /**
     * All rows of the sources, one source after the other. A row's number is the one in its part plus the rows of the
     * parts before.
     *
     * <p>Keeps {@code rowCount} when all parts know theirs. Where all have random access, so has the whole: shuffled passes
     * riffle those of the parts. Otherwise rows go through one mixing buffer ({@link io.sae4j.data.ActivationSources}), the parts
     * in random order where their lengths are known.
     *
     * @throws IllegalArgumentException when there is no source, or widths differ
     */
    public static ActivationSource concat(List<? extends ActivationSource> sources) {
        return new ConcatSource(sources);
    }

    /** Like {@link #concat(List)}. */
    public static ActivationSource concat(ActivationSource... sources) {
        return new ConcatSource(List.of(sources));
    }

    /** The rows whose input {@code predicate} keeps. Keeps random access, not {@code rowCount}. */
    public static ActivationSource filter(ActivationSource source, RowPredicate predicate) {
        return new FilteredSource(source, predicate);
    }

    /**
     * Drops the first token of each window, whose activations are often unlike all others. Reads the token columns at
     * once; keeps all that the store's source has. For other choices by token see {@link StoreSource#where}.
     */
    public static StoreSource dropStartTokens(StoreSource source) {
        return source.where((id, position, document) -> position != 0);
    }

    /**
     * Drops rows whose norm is above {@code multiple} times the median norm. The median is taken at once: of 32,768
     * random rows where the source has random access, else of all rows. Keeps what {@link #filter} keeps.
     *
     * @param multiple 10 is usual; near 1 a good part of all rows is lost
     * @throws IllegalArgumentException when {@code multiple} is not positive, or the source can be read only once: use
     *     {@link #dropNormsAbove} for it
     * @throws IllegalStateException when the source has no rows
     */
    public static ActivationSource dropNormOutliers(ActivationSource source, double multiple) {
        checkArgument(multiple > 0, "multiple must be positive, got %s", multiple);
        checkArgument(
                source.repeatable(), "the median of a source that can be read only once is not known; give a limit");
        double median = RowStatistics.ofSample(source, MEDIAN_ROWS, MEDIAN_SEED).medianNorm();
        return dropNormsAbove(source, multiple * median);
    }

    /** Drops rows whose norm is above {@code limit}; rows with NaN are kept, for whoever trains on them to see. */
    public static ActivationSource dropNormsAbove(ActivationSource source, double limit) {
        checkArgument(limit >= 0, "limit must not be negative or NaN, got %s", limit);
        double most = limit * limit;
        return filter(source, (values, from, width) -> {
            double sum = 0;
            for (int i = from; i < from + width; i++) {
                sum += (double) values[i] * values[i];
            }
            return !(sum > most);
        });
    }

    /**
     * The first {@code count} rows in stored order, or all if there are fewer. Of a {@link StoreSource} random access is
     * kept; of another not: shuffled passes are mixed, see {@link io.sae4j.data.ActivationSources}.
     *
     * @throws IllegalArgumentException when {@code count} is negative
     */
    public static ActivationSource take(ActivationSource source, long count) {
        checkArgument(count >= 0, "count must not be negative, got %s", count);
        return source instanceof StoreSource rows ? rows.take(count) : new TakenSource(source, count);
    }

    /**
     * Makes each input row anew; {@code width} may be another. The new inputs are the targets too, unless the source has
     * targets of its own, which stay as they are. Keeps {@code rowCount} and random access.
     *
     * @throws IllegalArgumentException when {@code width} is not positive
     */
    public static ActivationSource map(ActivationSource source, int width, RowMapper mapper) {
        return new TransformedSource(source, width, mapper);
    }

    /** Two parts that have no document in common: see {@link StoreSource#split}. */
    public static StoreSplit split(StoreSource source, double validationFraction, long seed) {
        return source.split(validationFraction, seed);
    }

    /**
     * Reads passes ahead on a daemon thread, so that the next batch is at hand when it is wanted: up to 16,384 rows, at
     * most 64 MiB. Order, errors and all else are the source's. An error is thrown when the rows before it are delivered.
     *
     * <p>Close each pass: closing ends its thread, after the read that is under way. A thread that is interrupted while
     * it waits for rows gets an {@link java.io.UncheckedIOException} and stays interrupted.
     */
    public static ActivationSource prefetching(ActivationSource source) {
        return new PrefetchingSource(source, PrefetchingSource.defaultRows(source));
    }

    /**
     * Like {@link #prefetching(ActivationSource)}.
     *
     * @param rowsAhead how many rows are read ahead at most; a few batches' worth
     * @throws IllegalArgumentException when it is not positive
     */
    public static ActivationSource prefetching(ActivationSource source, int rowsAhead) {
        return new PrefetchingSource(source, rowsAhead);
    }

    /**
     * Row i of {@code input} with row i of {@code target} as its target, as a transcoder needs them. The widths may
     * differ.
     *
     * <p>Where both have random access and the same seed puts both in the same order, pairs come in that order:
     * always so for memory-mapped files ({@link RowTableSource}), which make one permutation for both, and found out by
     * trying for others. Otherwise pairs go through the mixing buffer of {@link io.sae4j.data.ActivationSources}.
     *
     * @param input has no targets of its own
     * @param target has no targets of its own
     * @return a source that delivers pairs; a pass fails with an {@link IllegalStateException} when one of the two ends
     *     before the other
     * @throws IllegalArgumentException when one has targets of its own, or both lengths are known and differ
     */
    public static ActivationSource zip(ActivationSource input, ActivationSource target) {
        requireNoTargets(input, "input");
        requireNoTargets(target, "target");
        OptionalLong inputs = input.rowCount();
        OptionalLong targets = target.rowCount();
        checkArgument(
                inputs.isEmpty() || targets.isEmpty() || inputs.getAsLong() == targets.getAsLong(),
                "input and target must have the same number of rows, got %s and %s",
                inputs.orElse(0),
                targets.orElse(0));
        if (input instanceof RowTableSource inputTable && target instanceof RowTableSource targetTable) {
            return new ZippedTables(inputTable.table(), targetTable.table());
        }
        return new ZippedPasses(input, target);
    }

    /**
     * Rows {@code [x_1 | x_2 | …]}, as a crosscoder needs them: row i of each source belongs to the same token, at another hook point
     * or in another model. Widths may differ. Order, random access and refusals are those of {@link #zip}.
     */
    public static ActivationSource sideBySide(
            ActivationSource first, ActivationSource second, ActivationSource... more) {
        ActivationSource joined = new JoinedSource(zip(first, second));
        for (ActivationSource next : more) {
            joined = new JoinedSource(zip(joined, next));
        }
        return joined;
    }

    /**
     * Input and target of each pair side by side, {@code [x | t]}: of a store's {@link
     * io.sae4j.activations.store.ActivationStore#paired paired} hook points the rows of a crosscoder. Keeps all that the pairs have.
     *
     * @throws IllegalArgumentException when the source has no targets of its own
     */
    public static ActivationSource joined(ActivationSource pairs) {
        checkArgument(pairs.hasOwnTargets(), "pairs must have targets of their own");
        return new JoinedSource(pairs);
    }

    private static void requireNoTargets(ActivationSource source, String name) {
        checkArgument(!source.hasOwnTargets(), "%s must not have targets of its own", name);
    }
}
