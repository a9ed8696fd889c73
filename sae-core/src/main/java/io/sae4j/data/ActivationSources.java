package io.sae4j.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes {@link ActivationSource}s of what a program has at hand: arrays, iterables and streams.
 *
 * <p>Sources in memory are shuffled by a true permutation. Iterables and streams are shuffled through a buffer of
 * 65,536 rows (fewer where those would take more than 512 MiB): a random row of the buffer is delivered and the next
 * row takes its place. Such a pass delivers each row exactly once too, but rows that lie much farther apart than the
 * buffer is long hardly meet in a batch; shuffle them beforehand where neighbours are alike.
 */
public final class ActivationSources {
    private ActivationSources() {}

    /**
     * The rows of an array {@code [rows, width]}: FLOAT, DOUBLE or half precision, in any memory order, a view or not.
     * It is kept, never written to, and must neither change nor be closed while the source is in use. FLOAT and DOUBLE
     * rows are read in place where they are contiguous; otherwise the first pass makes one off-heap FLOAT copy (4 bytes
     * an entry).
     *
     * @throws IllegalArgumentException when the array is not two-dimensional, not floating-point, empty or of width 0
     */
    public static ActivationSource of(INDArray activations) {
        return ArraySource.of(activations);
    }

    /**
     * The rows {@code activations[0], activations[1], …}, which are kept, not copied.
     *
     * @throws IllegalArgumentException when there are none, when they are empty or differ in width
     */
    public static ActivationSource of(float[][] activations) {
        return ArraySource.of(activations);
    }

    /**
     * Inputs {@code [rows, dIn]} with targets {@code [rows, dOut]} of their own, as a transcoder needs them: row i of
     * {@code target} is what the model made of row i of {@code input}. Both as in {@link #of(INDArray)}.
     *
     * @throws IllegalArgumentException as {@link #of(INDArray)} does, and when the numbers of rows differ
     */
    public static ActivationSource paired(INDArray input, INDArray target) {
        return ArraySource.paired(input, target);
    }

    /**
     * Rows {@code [x_1 | x_2 | …]}, as a crosscoder needs them: row i of each array belongs to the same token, at another hook
     * point or in another model. All as in {@link #of(INDArray)}; widths may differ.
     *
     * @throws IllegalArgumentException as {@link #of(INDArray)} does, and when the numbers of rows differ
     */
    public static ActivationSource sideBySide(INDArray first, INDArray second, INDArray... more) {
        List<INDArray> parts = new ArrayList<>(List.of(first, second));
        parts.addAll(List.of(more));
        return ArraySource.sideBySide(parts);
    }

    /**
     * Rows from an iterable that gives a fresh iterator to each pass. Rows are copied as they come, so the iterator may
     * reuse its array. The width is that of the first row, which is fetched at once; the first pass continues that
     * iterator.
     *
     * @throws IllegalArgumentException when there are no rows; a row of another width is refused when it comes
     */
    public static ActivationSource ofRows(Iterable<float[]> rows) {
        return new IterableSource<float[]>(rows, Chunk::ofRow);
    }

    /**
     * Like {@link #ofRows}, from arrays {@code [n, width]} as in {@link #of(INDArray)}; {@code n} may differ from batch
     * to batch, and empty batches are skipped. The arrays stay the caller's; none is read after the next one was asked
     * for.
     */
    public static ActivationSource ofBatches(Iterable<INDArray> batches) {
        return new IterableSource<INDArray>(batches, Chunk::ofBatch);
    }

    /**
     * Rows that come only once: a second pass is an {@link IllegalStateException}. The stream is closed with its pass.
     *
     * @throws IllegalArgumentException when there are no rows; a row of another width is refused when it comes
     */
    public static ActivationSource ofRowStream(Stream<float[]> rows) {
        return new StreamSource<float[]>(rows, Chunk::ofRow);
    }

    /** Like {@link #ofRowStream}, from arrays as in {@link #ofBatches}. */
    public static ActivationSource ofBatchStream(Stream<INDArray> batches) {
        return new StreamSource<INDArray>(batches, Chunk::ofBatch);
    }

    /**
     * A shuffled pass for a source of one's own that has no random access: reads {@link ActivationSource#sequential()}
     * through the mixing buffer described above.
     */
    public static RowReader mixed(ActivationSource source, long seed) {
        return MixingReader.over(source, seed);
    }

    /**
     * Like {@link #mixed(ActivationSource, long)}, through a buffer of another size.
     *
     * @param bufferRows rows in the buffer; each takes {@code 4·width} bytes of heap. Too few and batches hold
     *     neighbours
     */
    public static RowReader mixed(ActivationSource source, long seed, int bufferRows) {
        return MixingReader.over(source, seed, bufferRows);
    }
}
