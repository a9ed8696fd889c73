package io.sae4j.activations.store;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How a store's rows are shuffled. Either way a pass delivers each row exactly once, in an order that depends on the
 * store, these options and the seed alone.
 *
 * <p>A <b>permutation</b> jumps to each row. That is right while the rows fit into the page cache; beyond, each row costs
 * a disk access.
 *
 * <p>By <b>blocks</b>: the blocks of the store (about 256 KiB of the widest hook each) come in random order, and the rows
 * of as many as fill a window are permuted truly. The window is not on the heap, it is page cache: the blocks of the
 * next window are read, each in one go, while this one is delivered. How well that mixes: two rows of a batch come from the same
 * block with probability 1/K, K being the blocks in a window; under a true permutation it would be 1 over the number of all
 * blocks. So where rows of a block have correlation ρ (they share documents), rows of a batch have ρ/K, and the variance of
 * the mean over a batch of B rows is 1 + B·ρ/K times that of independent rows: for ρ = 0.05 and B = 1,024 that is 1.05 with
 * the default window of about 1,024 blocks, and 4.2 with one of 16. {@code MixingTest} measures 1/K for windows of 16 to
 * 1,024 blocks, and finds it within a tenth.
 *
 * @param kind which of the two; automatic: a permutation up to 4 GiB of rows, else by blocks. Fixed, and not by the
 *     machine's memory, so that a seed gives the same order everywhere
 * @param windowBytes bytes of the blocks of a window, as stored, whether all or some of their rows were chosen; twice as many should fit into the page cache.
 *     Windows of more than 4,194,304 rows are cut to as many. Used by blocks only
 */
public record ShuffleOptions(Kind kind, long windowBytes) {
    /** Default size of a window. */
    public static final long DEFAULT_WINDOW_BYTES = 256L << 20;

    private static final long MAX_PERMUTED_BYTES = 4L << 30;

    /** The ways to shuffle. */
    public enum Kind {
        AUTOMATIC,
        PERMUTATION,
        BLOCKS
    }

    /** @throws IllegalArgumentException when {@code windowBytes} is not positive */
    public ShuffleOptions {
        checkArgument(windowBytes > 0, "windowBytes must be positive, got %s", windowBytes);
    }

    /** A permutation for up to 4 GiB of rows, windows of {@value #DEFAULT_WINDOW_BYTES} bytes beyond. */
    public static ShuffleOptions automatic() {
        return new ShuffleOptions(Kind.AUTOMATIC, DEFAULT_WINDOW_BYTES);
    }

    /** A true permutation, however large the store is. */
    public static ShuffleOptions permutation() {
        return new ShuffleOptions(Kind.PERMUTATION, DEFAULT_WINDOW_BYTES);
    }

    /** By blocks, mixed in windows of so many bytes. */
    public static ShuffleOptions blocks(long windowBytes) {
        return new ShuffleOptions(Kind.BLOCKS, windowBytes);
    }

    /** Whether {@code bytes} of rows are permuted truly. */
    boolean permutes(long bytes) {
        return kind == Kind.PERMUTATION || (kind == Kind.AUTOMATIC && bytes <= MAX_PERMUTED_BYTES);
    }
}
