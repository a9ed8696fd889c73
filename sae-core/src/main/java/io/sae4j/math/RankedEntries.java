package io.sae4j.math;

/**
 * Entries of a row as single longs that rank by value, and among equal values by lower index: order-preserving bits of the
 * value above, the complement of the index below. NaN ranks highest; −0 equals 0.
 */
public final class RankedEntries {
    private RankedEntries() {}

    /** The entry of {@code value} at {@code index}, which is not negative. */
    public static long of(float value, int index) {
        int bits = Float.floatToIntBits(value == 0f ? 0f : value);
        int ordered = bits ^ ((bits >> 31) & 0x7fffffff);
        return ((long) ordered << 32) | (~index & 0xffffffffL);
    }

    public static float value(long entry) {
        int ordered = (int) (entry >> 32);
        return Float.intBitsToFloat(ordered ^ ((ordered >> 31) & 0x7fffffff));
    }

    public static int index(long entry) {
        return ~(int) entry;
    }

    /**
     * Moves the {@code k} largest of the first {@code n} entries to the front, in no particular order, by Hoare's
     * quickselect; nothing to do where {@code n} is at most k.
     */
    public static void keepLargest(long[] entries, int n, int k) {
        int low = 0;
        int high = n - 1;
        while (low < high && k < n) {
            long pivot = median(entries[low], entries[(low + high) >>> 1], entries[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (entries[i] > pivot) {
                    i++;
                }
                while (entries[j] < pivot) {
                    j--;
                }
                if (i <= j) {
                    long swap = entries[i];
                    entries[i++] = entries[j];
                    entries[j--] = swap;
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

    /** The least of the first {@code n} entries, at least one. */
    public static long least(long[] entries, int n) {
        long least = entries[0];
        for (int i = 1; i < n; i++) {
            least = Math.min(least, entries[i]);
        }
        return least;
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
