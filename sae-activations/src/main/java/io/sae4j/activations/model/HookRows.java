package io.sae4j.activations.model;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

/**
 * The rows of one hook point: {@code [count, width]}, row-major, one row per token (or example) of what the model was given,
 * in its order and without padding. An {@link Edit} writes into it.
 */
public final class HookRows {
    private final int width;
    private final int count;
    private final float[] values;

    /** @param values at least {@code count · width} numbers, which are kept, not copied */
    public HookRows(int count, int width, float[] values) {
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
}
