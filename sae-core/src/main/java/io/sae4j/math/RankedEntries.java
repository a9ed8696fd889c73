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
     * Moves the {@code k} largest of the first {@code n} entries to the front, in no particular order; nothing to do where
     * {@code n} is at most k.
     */
    public static void keepLargest(long[] entries, int n, int k) {
        keepAbout(entries, n, k, k);
    }

    /**
     * Moves at least the {@code k} largest of the first {@code n} entries to the front, and at most the {@code most}
     * largest, in no particular order. Entries must differ; it is a quickselect that partitions without branches.
     *
     * @return how many stand in front, and are larger than all others; n where that is at most {@code most}
     */
    public static int keepAbout(long[] entries, int n, int k, int most) {
        int low = 0;
        int high = n;
        while (high > most) {
            long pivot = median(entries[low], entries[(low + high) >>> 1], entries[high - 1]);
            int above = partition(entries, low, high, pivot);
            if (above >= k) {
                high = above;
            } else {
                low = bring(entries, above, high, pivot);
                if (low >= k) {
                    return low;
                }
            }
        }
        return high;
    }

    /** Moves what is larger than {@code pivot} to the front of {@code [low, high)}; returns where the others begin. */
    private static int partition(long[] entries, int low, int high, long pivot) {
        int above = low;
        for (int i = low; i < high; i++) {
            long entry = entries[i];
            entries[i] = entries[above];
            entries[above] = entry;
            above += entry > pivot ? 1 : 0;
        }
        return above;
    }

    /** Swaps {@code pivot} to position {@code at} and returns the next position. */
    private static int bring(long[] entries, int at, int high, long pivot) {
        for (int i = at; i < high; i++) {
            if (entries[i] == pivot) {
                entries[i] = entries[at];
                entries[at] = pivot;
                break;
            }
        }
        return at + 1;
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
