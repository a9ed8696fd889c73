package io.sae4j.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankedEntriesTest {
    private static final float[] ASCENDING = {
        Float.NEGATIVE_INFINITY,
        -Float.MAX_VALUE,
        -1,
        -Float.MIN_VALUE,
        0,
        Float.MIN_VALUE,
        Float.MIN_NORMAL,
        1,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NaN
    };

    @Test
    void rankByValueThenByLowerIndex() {
        for (int a = 0; a < ASCENDING.length; a++) {
            for (int b = 0; b < ASCENDING.length; b++) {
                int expected = Integer.compare(a, b) == 0 ? 1 : Integer.compare(a, b);
                assertThat(Long.compare(RankedEntries.of(ASCENDING[a], 3), RankedEntries.of(ASCENDING[b], 4)))
                        .as("%s at 3 and %s at 4", ASCENDING[a], ASCENDING[b])
                        .isEqualTo(expected);
            }
        }
        assertThat(RankedEntries.of(-0f, 7)).isEqualTo(RankedEntries.of(0f, 7));
    }

    @Test
    void valueAndIndexComeBack() {
        for (float value : ASCENDING) {
            for (int index : new int[] {0, 1, 65_536, Integer.MAX_VALUE}) {
                long entry = RankedEntries.of(value, index);
                assertThat(Float.compare(RankedEntries.value(entry), value)).isZero();
                assertThat(RankedEntries.index(entry)).isEqualTo(index);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1021})
    void keepsWhatSortingKeeps(int n) {
        SplittableRandom random = new SplittableRandom(n);
        float[] gaussian = new float[n];
        float[] coarse = new float[n];
        float[] rising = new float[n];
        float[] falling = new float[n];
        float[] organPipe = new float[n];
        for (int i = 0; i < n; i++) {
            gaussian[i] = (float) random.nextGaussian();
            coarse[i] = random.nextInt(-1, 3);
            rising[i] = i;
            falling[i] = -i;
            organPipe[i] = Math.min(i, n - i);
        }
        for (float[] values : new float[][] {gaussian, coarse, rising, falling, organPipe, new float[n]}) {
            for (int k : new int[] {1, 2, n / 4, n / 2, n - 1, n, n + 5}) {
                if (k > 0) {
                    assertKeepsLargest(values, k);
                    assertKeepsAbout(values, k, k + 1);
                    assertKeepsAbout(values, k, 2 * k);
                }
            }
        }
    }

    private static void assertKeepsLargest(float[] values, int k) {
        long[] entries = withMoreBehind(values);
        RankedEntries.keepLargest(entries, values.length, k);
        int kept = Math.min(k, values.length);
        assertThat(sorted(entries, 0, kept)).isEqualTo(largest(values, kept));
        assertSameEntries(entries, values);
        assertThat(RankedEntries.least(entries, kept)).isEqualTo(largest(values, kept)[0]);
    }

    private static void assertKeepsAbout(float[] values, int k, int most) {
        long[] entries = withMoreBehind(values);
        int kept = RankedEntries.keepAbout(entries, values.length, k, most);
        assertThat(kept).isBetween(Math.min(k, values.length), Math.min(most, values.length));
        assertThat(sorted(entries, 0, kept)).isEqualTo(largest(values, kept));
        assertSameEntries(entries, values);
    }

    /** Entries in order, and larger ones behind that must not be looked at. */
    private static long[] withMoreBehind(float[] values) {
        long[] entries = new long[values.length + 3];
        Arrays.fill(entries, Long.MAX_VALUE);
        for (int i = 0; i < values.length; i++) {
            entries[i] = RankedEntries.of(values[i], i);
        }
        return entries;
    }

    private static void assertSameEntries(long[] entries, float[] values) {
        assertThat(sorted(entries, 0, values.length)).isEqualTo(largest(values, values.length));
        assertThat(Arrays.copyOfRange(entries, values.length, entries.length)).containsOnly(Long.MAX_VALUE);
    }

    private static long[] sorted(long[] entries, int from, int to) {
        long[] copy = Arrays.copyOfRange(entries, from, to);
        Arrays.sort(copy);
        return copy;
    }

    private static long[] largest(float[] values, int k) {
        long[] all = IntStream.range(0, values.length)
                .mapToLong(i -> RankedEntries.of(values[i], i))
                .sorted()
                .toArray();
        return Arrays.copyOfRange(all, all.length - k, all.length);
    }
}
