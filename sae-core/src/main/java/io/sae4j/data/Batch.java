package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

/**
 * A reusable buffer of rows: {@code input [rows, dIn]} and {@code target [rows, dOut]}, row-major on the heap. For an
 * autoencoder the target is the input, the same array.
 *
 * <p>Each row remembers its number in the source, so that bad values can be reported with their place.
 */
public final class Batch {
    private final int capacity;
    private final int inputWidth;
    private final int targetWidth;
    private final float[] input;
    private final float[] target;
    private final long[] sourceRows;
    private int rows;

    private Batch(int capacity, int inputWidth, int targetWidth, boolean sharedTarget) {
        checkArgument(capacity > 0, "batch capacity must be positive, got %s", capacity);
        checkArgument(inputWidth > 0, "inputWidth must be positive, got %s", inputWidth);
        checkArgument(targetWidth > 0, "targetWidth must be positive, got %s", targetWidth);
        long largest = (long) capacity * Math.max(inputWidth, targetWidth);
        checkArgument(
                largest <= Integer.MAX_VALUE - 8,
                "a batch of %s rows of width %s does not fit into one array; use fewer rows",
                capacity,
                Math.max(inputWidth, targetWidth));
        this.capacity = capacity;
        this.inputWidth = inputWidth;
        this.targetWidth = targetWidth;
        this.input = new float[capacity * inputWidth];
        this.target = sharedTarget ? input : new float[capacity * targetWidth];
        this.sourceRows = new long[capacity];
    }

    /** A batch whose target is its input. */
    public static Batch autoencoder(int capacity, int width) {
        return new Batch(capacity, width, width, true);
    }

    /** A batch with targets of their own. */
    public static Batch withTargets(int capacity, int inputWidth, int targetWidth) {
        return new Batch(capacity, inputWidth, targetWidth, false);
    }

    /** A batch that fits {@code source}; its target is its input unless the source has targets of its own. */
    public static Batch forSource(ActivationSource source, int capacity) {
        return source.hasOwnTargets()
                ? withTargets(capacity, source.inputWidth(), source.targetWidth())
                : autoencoder(capacity, source.inputWidth());
    }

    public int rows() {
        return rows;
    }

    public int capacity() {
        return capacity;
    }

    public boolean isFull() {
        return rows == capacity;
    }

    public int remaining() {
        return capacity - rows;
    }

    public int inputWidth() {
        return inputWidth;
    }

    public int targetWidth() {
        return targetWidth;
    }

    /** Whether target and input are one array. */
    public boolean sharesTarget() {
        return input == target;
    }

    /** The input buffer; the first {@code rows · inputWidth} entries are filled. Shared. */
    public float[] input() {
        return input;
    }

    /** The target buffer; the first {@code rows · targetWidth} entries are filled. Shared. */
    public float[] target() {
        return target;
    }

    /** The number that row {@code i} has in its source, counted from 0. */
    public long sourceRow(int i) {
        checkElementIndex(i, rows, "row");
        return sourceRows[i];
    }

    /**
     * Makes room for {@code count} more rows, numbered from {@code firstSourceRow}; the caller fills them in.
     *
     * @return the index of the first new row
     */
    public int append(int count, long firstSourceRow) {
        checkArgument(count >= 0 && count <= remaining(), "only %s rows are free, got %s", remaining(), count);
        int first = rows;
        for (int i = 0; i < count; i++) {
            sourceRows[first + i] = firstSourceRow + i;
        }
        rows += count;
        return first;
    }

    /** Forgets all rows; the buffers stay. */
    public void clear() {
        rows = 0;
    }
}
