package io.sae4j.activations.rows;

import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/**
 * Permutations of row numbers that depend on a seed alone.
 *
 * <p>Up to {@value #MAX_TABLE} rows: Fisher-Yates over a table of 4 bytes a row, uniform. Beyond: a Feistel network
 * over the next power of four with cycle walking (Black and Rogaway, 2002), which needs no memory; a permutation
 * still, but one of only 2^64.
 */
public final class RowPermutation {
    private static final int MAX_TABLE = 1 << 28;
    private static final int SMALL_TABLE = 1 << 22;
    private static final int FEISTEL_ROUNDS = 6;

    private RowPermutation() {}

    /** Maps place 0 … {@code rows - 1} to a row, each row once. */
    public static LongUnaryOperator of(long rows, long seed) {
        return rows <= MAX_TABLE ? table((int) rows, seed) : feistel(rows, seed);
    }

    /** Like {@link #of}, with at most 16 MiB of heap: the table serves up to {@value #SMALL_TABLE} rows. */
    public static LongUnaryOperator compact(long rows, long seed) {
        return rows <= SMALL_TABLE ? table((int) rows, seed) : feistel(rows, seed);
    }

    private static LongUnaryOperator table(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return place -> order[(int) place];
    }

    static LongUnaryOperator feistel(long rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] keys = random.longs(FEISTEL_ROUNDS).toArray();
        int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(rows - 1));
        int half = (bits + 1) / 2;
        return place -> {
            long row = place;
            do {
                row = permute(row, half, keys);
            } while (row >= rows);
            return row;
        };
    }

    private static long permute(long value, int half, long[] keys) {
        long mask = (1L << half) - 1;
        long left = value >>> half;
        long right = value & mask;
        for (long key : keys) {
            long mixed = left ^ (mix(right ^ key) & mask);
            left = right;
            right = mixed;
        }
        return left << half | right;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
