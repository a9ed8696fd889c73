package io.sae4j.engine.sparse;

import io.sae4j.math.RankedEntries;

/**
 * A bar to begin a row with: the k-th largest of the maxima of disjoint groups is no larger than the k-th largest entry. With
 * two groups per k it is close to that, and most of the row is never looked at twice.
 */
final class FirstBar {
    private static final int GROUPS_PER_K = 2;

    private long[] ranked = new long[0];

    /**
     * @return a positive bar that at least k of the scores reach that {@code peaks} measured last, or the smallest where fewer
     *     are positive or k is too large for this to pay
     */
    float of(PeakFinder peaks, int k) {
        float[] maxima = peaks.maxima(GROUPS_PER_K * k);
        int groups = peaks.maximaCount(GROUPS_PER_K * k);
        if (groups <= k) {
            return Float.MIN_VALUE;
        }
        if (ranked.length < groups) {
            ranked = new long[groups];
        }
        for (int g = 0; g < groups; g++) {
            ranked[g] = RankedEntries.of(maxima[g], g);
        }
        int kept = RankedEntries.keepAbout(ranked, groups, k, k + k / 4);
        float least = RankedEntries.value(RankedEntries.least(ranked, kept));
        return least > 0f ? least : Float.MIN_VALUE;
    }
}
