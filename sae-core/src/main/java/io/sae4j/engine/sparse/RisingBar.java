package io.sae4j.engine.sparse;

import java.util.Arrays;

/**
 * A lower bound of the n-th largest of the positive values seen so far, from counts of their leading 16 bits (whose order
 * is that of the values).
 */
final class RisingBar {
    private static final int DROPPED_BITS = 16;
    private static final int BUCKETS = (Float.floatToRawIntBits(Float.POSITIVE_INFINITY) >>> DROPPED_BITS) + 1;
    private static final int CHECKS_PER_N = 4;

    private final int[] counts = new int[BUCKETS];
    private long n;
    private long sinceCheck;
    private float bar;

    /** Forgets all values; from now on the bar is for the {@code n}-th largest. */
    void reset(long n) {
        this.n = n;
        Arrays.fill(counts, 0);
        sinceCheck = 0;
        bar = 0;
    }

    /** Takes note of a value; one that is not positive does not count. */
    void add(float value) {
        if (value > 0) {
            counts[Float.floatToRawIntBits(value) >>> DROPPED_BITS]++;
            sinceCheck++;
        }
    }

    /** What is below this is not among the n largest. */
    float bar() {
        if (sinceCheck * CHECKS_PER_N >= n) {
            sinceCheck = 0;
            long above = 0;
            for (int b = BUCKETS - 1; b >= 0; b--) {
                above += counts[b];
                if (above >= n) {
                    bar = Float.intBitsToFloat(b << DROPPED_BITS);
                    break;
                }
            }
        }
        return bar;
    }
}
