package io.sae4j.engine.sparse;

import io.sae4j.math.RankedEntries;

/**
 * A bar to begin a row with: entries are dealt into groups, and the k-th largest of the groups' maxima is no larger than the
 * k-th largest entry. With two groups per k it is close to that, and most of the row is never looked at twice.
 */
final class FirstBar {
    private static final int GROUPS_PER_K = 2;
    private static final int SMALLEST_GROUP = 2;

    private float[] maxima = new float[0];
    private float[] upper = new float[0];
    private long[] ranked = new long[0];

    /**
     * @return a positive bar that at least k of the first {@code count} scores reach, or the smallest where fewer are positive
     *     or k is too large for this to pay
     */
    float of(float[] scores, int count, int k) {
        int groups = count / SMALLEST_GROUP;
        if (groups <= k) {
            return Float.MIN_VALUE;
        }
        require(groups);
        halve(scores, groups, maxima);
        while (groups / 2 >= GROUPS_PER_K * k) {
            groups /= 2;
            halve(maxima, groups, maxima);
        }
        for (int g = 0; g < groups; g++) {
            ranked[g] = RankedEntries.of(maxima[g], g);
        }
        int kept = RankedEntries.keepAbout(ranked, groups, k, k + k / 4);
        float least = RankedEntries.value(RankedEntries.least(ranked, kept));
        return least > 0f ? least : Float.MIN_VALUE;
    }

    private void require(int groups) {
        if (ranked.length < groups) {
            maxima = new float[groups];
            upper = new float[groups];
            ranked = new long[groups];
        }
    }

    /** The larger one of entries g and g + n, for each g below n; by way of a copy, because loops from 0 are vectorised. */
    private void halve(float[] values, int n, float[] out) {
        System.arraycopy(values, n, upper, 0, n);
        larger(values, upper, n, out);
    }

    private static void larger(float[] lower, float[] upper, int n, float[] out) {
        for (int g = 0; g < n; g++) {
            out[g] = Math.max(lower[g], upper[g]);
        }
    }
}
