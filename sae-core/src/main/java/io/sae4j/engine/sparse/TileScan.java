package io.sae4j.engine.sparse;

/** Finds the few scores of a row and tile that exceed a bar; reused, by one thread. */
final class TileScan {
    private int[] positions = new int[0];

    /**
     * Finds which of the first {@code count} scores exceed {@code bar} or are NaN.
     *
     * @return how many there are; {@link #positions} has them in ascending order
     */
    int above(float[] scores, int count, float bar) {
        int[] found = room(count);
        int n = 0;
        for (int i = next(scores, 0, count, bar); i < count; i = next(scores, i + 1, count, bar)) {
            found[n++] = i;
        }
        return n;
    }

    /** The first position from {@code i} on that is above the bar. A loop of its own, which the compiler unrolls. */
    private static int next(float[] scores, int i, int count, float bar) {
        int at = i;
        while (at < count && scores[at] <= bar) {
            at++;
        }
        return at;
    }

    /** The same for scores raised by {@code slack}, with a bar for each. */
    int aboveEach(float[] scores, float slack, float[] bars, int count) {
        int[] found = room(count);
        int n = 0;
        for (int i = next(scores, slack, bars, 0, count); i < count; i = next(scores, slack, bars, i + 1, count)) {
            found[n++] = i;
        }
        return n;
    }

    private static int next(float[] scores, float slack, float[] bars, int i, int count) {
        int at = i;
        while (at < count && scores[at] + slack <= bars[at]) {
            at++;
        }
        return at;
    }

    private int[] room(int count) {
        if (positions.length < count) {
            positions = new int[count];
        }
        return positions;
    }

    /** What the last search found; shared, good until the next one. */
    int[] positions() {
        return positions;
    }
}
