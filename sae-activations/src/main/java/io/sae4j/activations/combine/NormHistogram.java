package io.sae4j.activations.combine;

/** Counts norms by size: 64 bins to each factor of two, so that a quantile is right to 0.6 %. */
final class NormHistogram {
    private static final int BINS_PER_OCTAVE = 64;
    /** Rows of floats have norms in [2^-149, 2^144], or zero, which counts as the smallest. */
    private static final int SMALLEST = -150;

    private static final int LARGEST = 146;
    private static final double LN2 = Math.log(2);

    private final long[] counts = new long[(LARGEST - SMALLEST) * BINS_PER_OCTAVE];
    private long all;

    void add(double norm) {
        counts[bin(norm)]++;
        all++;
    }

    /** The norm below which {@code fraction} of all are; the middle of its bin. */
    double quantile(double fraction) {
        long wanted = Math.max(1, (long) Math.ceil(fraction * all));
        long seen = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            seen += counts[bin];
            if (seen >= wanted) {
                return bin == 0 ? 0 : Math.pow(2, SMALLEST + (bin + 0.5) / BINS_PER_OCTAVE);
            }
        }
        return Double.NaN;
    }

    /** How many are above {@code limit}, those in its own bin not counted. */
    long above(double limit) {
        long count = 0;
        for (int bin = bin(limit) + 1; bin < counts.length; bin++) {
            count += counts[bin];
        }
        return count;
    }

    private int bin(double norm) {
        if (norm <= 0) {
            return 0;
        }
        double bin = (Math.log(norm) / LN2 - SMALLEST) * BINS_PER_OCTAVE;
        return (int) Math.max(0, Math.min(counts.length - 1, bin));
    }
}
