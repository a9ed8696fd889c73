package io.sae4j.engine.sparse;

/**
 * Finds the few scores of a row and tile that exceed a bar. Maxima of four, then of sixteen, are taken by loops that the
 * compiler vectorises; only groups whose maximum exceeds the bar are looked into, without branches, because a branch on a
 * score is mispredicted for each one found. Group g of n holds entries g, g + n, g + 2·n and g + 3·n. Reused, by one thread.
 */
final class PeakFinder {
    private static final int GROUP = 4;
    private static final int INFINITE_BITS = 0x7f800000;

    private float[] twos = new float[0];
    private float[] fours = new float[0];
    private float[] sixteens = new float[0];
    private float[] upper = new float[0];
    private int[] openFours = new int[0];
    private int[] openSixteens = new int[0];
    private float[] excess = new float[0];
    private int[] positions = new int[0];
    private int sizeOfFours;
    private int sizeOfSixteens;

    /** Takes the maxima of the first {@code count} scores, which {@link #maxima} and {@link #above} use. */
    void measure(float[] scores, int count) {
        require(count);
        sizeOfFours = count / GROUP;
        sizeOfSixteens = sizeOfFours / GROUP;
        halve(scores, 2 * sizeOfFours, twos);
        halve(twos, sizeOfFours, fours);
        halve(fours, 2 * sizeOfSixteens, twos);
        halve(twos, sizeOfSixteens, sixteens);
    }

    private void require(int count) {
        if (excess.length < count) {
            excess = new float[count];
            twos = new float[count / 2];
            upper = new float[count / 2];
            fours = new float[count / GROUP];
            sixteens = new float[fours.length / GROUP];
            // One more, because what does not exceed the bar is written there, too.
            openFours = new int[fours.length + 1];
            openSixteens = new int[sixteens.length + 1];
            positions = new int[count + 1];
        }
    }

    /** The larger one of entries g and g + n, for each g below n; by way of a copy, because loops from 0 are vectorised. */
    private void halve(float[] values, int n, float[] out) {
        System.arraycopy(values, n, upper, 0, n);
        larger(values, upper, n, out);
    }

    private static void larger(float[] a, float[] b, int n, float[] out) {
        for (int g = 0; g < n; g++) {
            out[g] = Math.max(a[g], b[g]);
        }
    }

    /**
     * Maxima of disjoint groups of the scores measured last, the fewest that are at least {@code wanted}, if so many are
     * known; {@link #maximaCount} of them.
     */
    float[] maxima(int wanted) {
        return sizeOfSixteens >= wanted ? sixteens : fours;
    }

    int maximaCount(int wanted) {
        return sizeOfSixteens >= wanted ? sizeOfSixteens : sizeOfFours;
    }

    /**
     * Finds which of the scores measured last exceed {@code bar} or are NaN. A few that do neither may be among them.
     *
     * @return how many there are; {@link #positions} has them, in an order of positions that is always the same
     */
    int above(float[] scores, int count, float bar) {
        int sixteensOpen = 0;
        for (int g = 0; g < sizeOfSixteens; g++) {
            openSixteens[sixteensOpen] = g;
            sixteensOpen += exceeds(sixteens[g], bar);
        }
        int foursOpen = inGroups(openSixteens, sixteensOpen, fours, sizeOfSixteens, sizeOfFours, bar, openFours);
        return inGroups(openFours, foursOpen, scores, sizeOfFours, count, bar, positions);
    }

    /** Finds which members of open groups of {@code n}, and of the entries behind all groups, exceed the bar. */
    private static int inGroups(int[] open, int openCount, float[] values, int n, int count, float bar, int[] out) {
        int found = 0;
        for (int i = 0; i < openCount; i++) {
            int at = open[i];
            out[found] = at;
            found += exceeds(values[at], bar);
            out[found] = at + n;
            found += exceeds(values[at + n], bar);
            out[found] = at + 2 * n;
            found += exceeds(values[at + 2 * n], bar);
            out[found] = at + 3 * n;
            found += exceeds(values[at + 3 * n], bar);
        }
        for (int at = GROUP * n; at < count; at++) {
            out[found] = at;
            found += exceeds(values[at], bar);
        }
        return found;
    }

    /** 1 where {@code score} exceeds {@code bar} or is NaN; 0 where not, or, for infinities of one sign, either. */
    private static int exceeds(float score, float bar) {
        int isNaN = INFINITE_BITS - (Float.floatToRawIntBits(score) & Integer.MAX_VALUE);
        return (Float.floatToRawIntBits(bar - score) | isNaN) >>> (Integer.SIZE - 1);
    }

    /**
     * Finds which of the first {@code count} scores exceed each its own bar when raised by {@code slack}, or are NaN.
     *
     * @return as {@link #above}
     */
    int aboveEach(float[] scores, float slack, float[] bars, int count) {
        require(count);
        float[] excess = this.excess;
        for (int i = 0; i < count; i++) {
            excess[i] = (scores[i] + slack) - bars[i];
        }
        measure(excess, count);
        return above(excess, count, 0f);
    }

    /** What the last search found; shared, good until the next one. */
    int[] positions() {
        return positions;
    }
}
