package io.sae4j.math;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the n largest positive entries of a batch end, exactly, for batches that come in parts; of equal entries
 * those with the lower index are kept. The parts are counted, by several threads if need be, until the cut is found:
 *
 * <pre>{@code
 * CutFinder finder = new CutFinder(n, parts);
 * while (!finder.isFound()) {
 *     for (int p = 0; p < parts; p++) {
 *         finder.part(p).count(…);  // every entry of part p, the same in each pass
 *     }
 *     finder.narrow();
 * }
 * Cut cut = finder.cut();
 * }</pre>
 *
 * <p>Layout: value and index make one {@linkplain #key key}, whose order is that of the selection. The cut is the n-th
 * largest key. A pass finds 16 of its bits, the highest first: entries that agree with the bits found so far are counted by
 * their next 16. Two passes find the value; two more are needed only where the cut goes through equal entries. No entry is
 * kept and nothing is sorted: a part holds 2¹⁶ counts, 256 KiB. The result depends neither on how the batch is divided
 * nor on threads.
 */
public final class CutFinder {
    private static final int DIGIT_BITS = 16;
    private static final int DIGITS = 1 << DIGIT_BITS;
    private static final int DIGIT_MASK = DIGITS - 1;
    private static final int FIRST_SHIFT = Long.SIZE - DIGIT_BITS;
    private static final int INDEX_BITS = Integer.SIZE;
    private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;

    private final Part[] parts;
    private long rank;
    private long prefix;
    private int shift = FIRST_SHIFT;
    private @Nullable Cut cut;

    /**
     * @param n how many entries to keep, at least 1; all positive ones where there are fewer
     * @param parts into how many parts the batch is divided, at least 1
     */
    public CutFinder(long n, int parts) {
        checkArgument(n > 0, "n must be positive, got %s", n);
        checkArgument(parts > 0, "parts must be positive, got %s", parts);
        this.rank = n;
        this.parts = new Part[parts];
        Arrays.setAll(this.parts, part -> new Part());
    }

    /**
     * The key of a positive value at an index: the value's bits, whose order is that of the values, above the complement of
     * the index. The larger key wins.
     *
     * @param index in [0, 2³²)
     */
    public static long key(float value, long index) {
        return (long) Float.floatToRawIntBits(value) << INDEX_BITS | (~index & INDEX_MASK);
    }

    /** The value in a {@link #key}. */
    public static float valueOf(long key) {
        return Float.intBitsToFloat((int) (key >>> INDEX_BITS));
    }

    /** The index in a {@link #key}. */
    public static long indexOf(long key) {
        return ~key & INDEX_MASK;
    }

    /** Part {@code index}, to be used by one thread at a time; different parts by different threads. */
    public Part part(int index) {
        return parts[index];
    }

    /** Whether the cut is known; until then, every part must be counted once more. */
    public boolean isFound() {
        return cut != null;
    }

    /** Ends a pass, after every part was counted. */
    public void narrow() {
        checkState(cut == null, "the cut is found");
        if (shift == FIRST_SHIFT) {
            rank = Math.min(rank, total());
            if (rank == 0) {
                cut = Cut.NOTHING;
                return;
            }
        }
        int digit = DIGITS - 1;
        long here = count(digit);
        while (here < rank) {
            rank -= here;
            here = count(--digit);
        }
        prefix = prefix << DIGIT_BITS | digit;
        boolean valueKnown = shift <= INDEX_BITS;
        if (shift == 0 || (valueKnown && here == rank)) {
            long least = prefix << shift;
            cut = new Cut(valueOf(least), indexOf(least));
            return;
        }
        shift -= DIGIT_BITS;
        for (Part part : parts) {
            Arrays.fill(part.counts, 0);
        }
    }

    /** Where the selection ends; its value is the smallest that is kept. */
    public Cut cut() {
        Cut found = cut;
        checkState(found != null, "the cut is not found yet");
        return found;
    }

    private long total() {
        long total = 0;
        for (Part part : parts) {
            for (int count : part.counts) {
                total += count;
            }
        }
        return total;
    }

    private long count(int digit) {
        long count = 0;
        for (Part part : parts) {
            count += part.counts[digit];
        }
        return count;
    }

    /** The counts of one part of the batch; it must hold fewer than 2³¹ entries. */
    public final class Part {
        private final int[] counts = new int[DIGITS];

        private Part() {}

        /**
         * Counts those of {@code values[from, to)} that are positive.
         *
         * @param firstIndex the index of {@code values[from]}; the following entries have the following indices, all below 2³²
         */
        public void count(float[] values, int from, int to, long firstIndex) {
            checkArgument(
                    firstIndex >= 0 && firstIndex + (to - from) <= INDEX_MASK + 1,
                    "indices must be in [0, 2^32), got %s entries from %s",
                    to - from,
                    firstIndex);
            // Nearly all entries are below what is found of the cut, and are done with by this comparison.
            float least = Math.max(Float.MIN_VALUE, valueOf(prefix << shift << DIGIT_BITS));
            for (int i = from; i < to; i++) {
                if (values[i] >= least) {
                    add(key(values[i], firstIndex + (i - from)));
                }
            }
        }

        /** Counts entries of positive value, given by their {@linkplain CutFinder#key keys}. */
        public void count(long[] keys, int from, int to) {
            for (int i = from; i < to; i++) {
                add(keys[i]);
            }
        }

        private void add(long key) {
            if (key >>> shift >>> DIGIT_BITS == prefix) {
                counts[(int) (key >>> shift) & DIGIT_MASK]++;
            }
        }
    }
}
