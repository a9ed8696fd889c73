package io.sae4j.engine.sparse;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How the fused engine runs; none of it changes what is computed beyond rounding.
 *
 * @param threads how many threads share a step, at least 1. More than there are cores is slower
 * @param screening when products may be rounded to bfloat16 first, to find the features that are worth an exact one
 */
public record SparseOptions(int threads, Mode screening) {
    /** As many threads as OpenMP would use, screening where it is faster. */
    public static final SparseOptions DEFAULT = new SparseOptions(defaultThreads(), Mode.AUTO);

    private static final String OMP_NUM_THREADS = "OMP_NUM_THREADS";

    /** When to screen. */
    public enum Mode {
        /** Where the product library offers bfloat16 on this machine and the encoder chooses few of many features. */
        AUTO,
        /** Never: all products in 32 bits. */
        OFF
    }

    public SparseOptions {
        checkArgument(threads > 0, "threads must be positive, got %s", threads);
    }

    /** {@code OMP_NUM_THREADS} where it is set to a number, else the number of processors. */
    private static int defaultThreads() {
        String value = System.getenv(OMP_NUM_THREADS);
        if (value != null && value.matches("[1-9]\\d{0,3}")) {
            return Integer.parseInt(value);
        }
        return Runtime.getRuntime().availableProcessors();
    }
}
