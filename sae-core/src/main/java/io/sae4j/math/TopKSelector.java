package io.sae4j.math;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Selects the k largest entries of a row; of equal entries the one with the lower index wins. Reusable, not thread-safe.
 *
 * <p>Layout: entries above a rising threshold go into a buffer of a few k; when it is full a quickselect keeps the best k
 * and raises the threshold to the least of them. {@link RankedEntries} settle value and tie by one comparison. Expected
 * cost O(width) with few writes; never a sort.
 */
public final class TopKSelector {
    private final int k;
    private final long[] buffer;

    public TopKSelector(int k) {
        checkArgument(k > 0, "k must be positive, got %s", k);
        this.k = k;
        this.buffer = new long[Math.max(64, Math.multiplyExact(4, k))];
    }

    /**
     * Writes the indices of the {@code min(k, width)} largest entries of {@code values[from, from + width)}, relative to
     * {@code from} and in no particular order. NaN ranks highest.
     *
     * @param indices receives them; at least {@code min(k, width)} long
     * @return how many were written
     */
    public int select(float[] values, int from, int width, int[] indices) {
        int filled = 0;
        float threshold = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < width; i++) {
            float value = values[from + i];
            if (!(value < threshold)) {
                buffer[filled++] = RankedEntries.of(value, i);
                if (filled == buffer.length) {
                    RankedEntries.keepLargest(buffer, filled, k);
                    filled = k;
                    threshold = RankedEntries.value(RankedEntries.least(buffer, k));
                }
            }
        }
        int count = Math.min(k, filled);
        RankedEntries.keepLargest(buffer, filled, k);
        for (int i = 0; i < count; i++) {
            indices[i] = RankedEntries.index(buffer[i]);
        }
        return count;
    }
}
