package io.sae4j.engine.sparse;

import io.sae4j.math.RankedEntries;

/**
 * A bar to begin a row with: entries are dealt into groups, and the k-th largest of the groups' maxima is no larger than the
 * k-th largest entry. With a few groups per k it is close to that, and most of the row is never looked at twice.
 */
final class FirstBar {
    private static final int GROUPS_PER_K = 4;
    private static final int SMALLEST_GROUP = 2;

    private long[] maxima = new long[0];

    /**
     * @return a bar that at least k of the first {@code count} scores exceed, or 0 where fewer are positive or k is too large
     *     for this to pay
     */
    float of(float[] scores, int count, int k) {
        int groups = Math.min(count / SMALLEST_GROUP, GROUPS_PER_K * k);
        if (groups <= k) {
            return 0f;
        }
        if (maxima.length < groups) {
            maxima = new long[groups];
        }
        int size = count / groups;
        for (int g = 0; g < groups; g++) {
            int most = 0;
            for (int i = g * size; i < (g + 1) * size; i++) {
                // Bits of positive floats rank like the floats; negative ones have negative bits.
                most = Math.max(most, Float.floatToRawIntBits(scores[i]));
            }
            maxima[g] = ((long) most << Integer.SIZE) | g;
        }
        RankedEntries.keepLargest(maxima, groups, k);
        int least = (int) (RankedEntries.least(maxima, k) >> Integer.SIZE);
        return least == 0 ? 0f : Math.nextDown(Float.intBitsToFloat(least));
    }
}
