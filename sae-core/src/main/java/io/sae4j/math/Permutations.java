package io.sae4j.math;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.SplittableRandom;

/** Uniformly random orders. */
public final class Permutations {
    /** The longest permutation that fits into one Java array. */
    public static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

    private Permutations() {}

    /**
     * The numbers {@code 0 … n-1} in an order that depends on {@code seed} alone, every order equally likely
     * (Fisher and Yates); 4 bytes a number.
     *
     * @throws IllegalArgumentException when {@code n} is negative or greater than {@link #MAX_LENGTH}
     */
    public static int[] random(long n, long seed) {
        checkArgument(n >= 0 && n <= MAX_LENGTH, "n must be in [0, %s], got %s", MAX_LENGTH, n);
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[(int) n];
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
