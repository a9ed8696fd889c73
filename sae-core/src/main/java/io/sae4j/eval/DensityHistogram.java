package io.sae4j.eval;

import com.google.common.primitives.Ints;
import java.util.List;

/**
 * How many features fire how often, by the decimal logarithm of their density (the share of rows on which they fire).
 *
 * @param counts features per bin of width {@value #BIN_WIDTH}, from log10 density {@value #LOWEST} to 0; a density on
 *     an edge belongs to the bin above, density 1 to the last bin, anything rarer than 1e-10 to the first
 * @param neverFired features that did not fire at all, which are in no bin
 */
public record DensityHistogram(List<Integer> counts, int neverFired) {
    /** Lower edge of the first bin. */
    public static final double LOWEST = -10;

    /** Width of a bin in decades. */
    public static final double BIN_WIDTH = 0.2;

    private static final int BINS = 50;

    public DensityHistogram {
        counts = List.copyOf(counts);
    }

    /** @param density share of rows by feature, in [0, 1] */
    static DensityHistogram of(double[] density) {
        int[] counts = new int[BINS];
        int neverFired = 0;
        for (double share : density) {
            if (share == 0) {
                neverFired++;
            } else {
                counts[bin(share)]++;
            }
        }
        return new DensityHistogram(Ints.asList(counts), neverFired);
    }

    private static int bin(double share) {
        // Nudged by less than any two shares differ in a real run, so that 0.1 or 0.01 do not fall below their edge.
        int bin = (int) Math.floor((Math.log10(share) - LOWEST) / BIN_WIDTH + 1e-9);
        return Math.max(0, Math.min(BINS - 1, bin));
    }

    /** The lower edge of bin {@code i} in decades; {@code edge(counts().size())} is the upper edge of the last, 0. */
    public double edge(int i) {
        return LOWEST + i * -LOWEST / BINS;
    }
}
