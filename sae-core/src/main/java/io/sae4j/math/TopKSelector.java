package io.sae4j.math;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Selects the k largest entries of a row; of equal entries the one with the lower index wins. Reusable, not thread-safe.
 *
 * <p>Layout: entries above a rising threshold go into a buffer of a few k; when it is full a quickselect keeps the best k
 * and raises the threshold to the least of them. An entry and its index are packed into one long (order-preserving bits of
 * the value above, complement of the index below), so that one comparison settles value and tie. Expected cost O(width)
 * with few writes; never a sort.
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
                buffer[filled++] = pack(value, i);
                if (filled == buffer.length) {
                    keepLargest(filled);
                    filled = k;
                    threshold = leastKept();
                }
            }
        }
        int count = Math.min(k, filled);
        if (filled > k) {
            keepLargest(filled);
        }
        for (int i = 0; i < count; i++) {
            indices[i] = ~(int) buffer[i];
        }
        return count;
    }

    private float leastKept() {
        long least = buffer[0];
        for (int i = 1; i < k; i++) {
            least = Math.min(least, buffer[i]);
        }
        return unpackValue(least);
    }

    /** Hoare's quickselect: afterwards the k largest of the first {@code n} entries stand in front. */
    private void keepLargest(int n) {
        int low = 0;
        int high = n - 1;
        while (low < high) {
            long pivot = median(buffer[low], buffer[(low + high) >>> 1], buffer[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (buffer[i] > pivot) {
                    i++;
                }
                while (buffer[j] < pivot) {
                    j--;
                }
                if (i <= j) {
                    long swap = buffer[i];
                    buffer[i++] = buffer[j];
                    buffer[j--] = swap;
                }
            }
            if (k - 1 <= j) {
                high = j;
            } else if (k - 1 >= i) {
                low = i;
            } else {
                return;
            }
        }
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    private static long pack(float value, int index) {
        int bits = Float.floatToIntBits(value == 0f ? 0f : value);
        int ordered = bits ^ ((bits >> 31) & 0x7fffffff);
        return ((long) ordered << 32) | (~index & 0xffffffffL);
    }

    private static float unpackValue(long packed) {
        int ordered = (int) (packed >> 32);
        return Float.intBitsToFloat(ordered ^ ((ordered >> 31) & 0x7fffffff));
    }
}
