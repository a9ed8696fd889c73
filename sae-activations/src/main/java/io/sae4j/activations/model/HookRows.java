package io.sae4j.activations.model;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one hook point: {@code [count, width]}, row-major, one row per token (or example) of what the model was given,
 * in its order and without padding. An {@link Edit} writes into it. Rows of a language model know in which windows they are.
 */
public final class HookRows {
    private final int width;
    private final int count;
    private final float[] values;
    private final int @Nullable [] windowLengths;

    /**
     * Rows of a model that does not read windows.
     *
     * @param values at least {@code count · width} numbers, which are kept, not copied
     */
    public HookRows(int count, int width, float[] values) {
        this(count, width, values, null);
    }

    private HookRows(int count, int width, float[] values, int @Nullable [] windowLengths) {
        checkArgument(count >= 0, "count must not be negative, got %s", count);
        checkArgument(width > 0, "width must be positive, got %s", width);
        checkArgument(
                values.length >= (long) count * width,
                "%s rows of width %s need %s values, got %s",
                count,
                width,
                (long) count * width,
                values.length);
        this.count = count;
        this.width = width;
        this.values = values;
        this.windowLengths = windowLengths;
    }

    /**
     * Rows of windows, one after the other, each from its position 0 on.
     *
     * @param windowLengths tokens of each window, positive; copied
     * @param values at least as many rows as all windows have tokens, of {@code width} numbers; kept, not copied
     */
    public static HookRows ofWindows(int[] windowLengths, int width, float[] values) {
        long count = 0;
        for (int length : windowLengths) {
            checkArgument(length > 0, "the length of a window must be positive, got %s", length);
            count += length;
        }
        checkArgument(count <= Integer.MAX_VALUE, "windows of %s tokens are too many at once", count);
        return new HookRows((int) count, width, values, windowLengths.clone());
    }

    /** The number of rows. */
    public int count() {
        return count;
    }

    /** Entries of a row. */
    public int width() {
        return width;
    }

    /** The numbers themselves; the first {@code count · width} are rows. Shared. */
    public float[] values() {
        return values;
    }

    /** Where row {@code i} begins in {@link #values}. */
    public int start(int i) {
        checkElementIndex(i, count, "row");
        return i * width;
    }

    /**
     * Tokens of each window, in the order of their rows; a copy.
     *
     * @throws IllegalStateException when these are not rows of windows
     */
    public int[] windowLengths() {
        if (windowLengths == null) {
            throw new IllegalStateException("these rows do not belong to windows of tokens");
        }
        return windowLengths.clone();
    }

    /**
     * The rows at position 0 of their window, ascending.
     *
     * @throws IllegalStateException when these are not rows of windows
     */
    public int[] windowStarts() {
        int[] starts = windowLengths();
        Arrays.parallelPrefix(starts, Integer::sum);
        System.arraycopy(starts, 0, starts, 1, Math.max(0, starts.length - 1));
        if (starts.length > 0) {
            starts[0] = 0;
        }
        return starts;
    }
}
