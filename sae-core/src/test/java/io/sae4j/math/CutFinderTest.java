package io.sae4j.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutFinderTest {
    private static final float LARGEST = Float.MAX_VALUE;
    private static final float SMALLEST = Float.MIN_VALUE;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 1021, 20_000})
    void keepsWhatSortingKeeps(int length) {
        SplittableRandom random = new SplittableRandom(length);
        float[] gaussian = new float[length];
        float[] coarse = new float[length];
        float[] positive = new float[length];
        for (int i = 0; i < length; i++) {
            gaussian[i] = (float) random.nextGaussian();
            coarse[i] = random.nextInt(-2, 5);
            positive[i] = Float.intBitsToFloat(random.nextInt(1, 0x7f800000));
        }
        for (float[] values : new float[][] {gaussian, coarse, positive}) {
            for (int n : new int[] {1, 2, length / 3, length / 2, length - 1, length, 5 * length}) {
                if (n > 0) {
                    assertKeepsTheLargest(values, n);
                }
            }
        }
    }

    @Test
    void ofEqualEntriesTheFirstAreKept() {
        float[] values = new float[200_000];
        Arrays.fill(values, 1.5f);
        values[199_999] = 2;
        assertKeepsTheLargest(values, 131_073);
        assertThat(find(values, 131_073, 7)).isEqualTo(new Cut(1.5f, 131_071));
        assertThat(find(values, 1, 7).value()).isEqualTo(2);
        assertThat(find(values, 2, 7)).isEqualTo(new Cut(1.5f, 0));
    }

    @Test
    void extremesAreValuesAndWhatIsNotPositiveIsNone() {
        float[] values = {SMALLEST, -1, Float.NaN, LARGEST, 0f, -0f, Float.POSITIVE_INFINITY, 2 * SMALLEST, -LARGEST};
        for (int n = 1; n <= values.length; n++) {
            assertKeepsTheLargest(values, n);
        }
        assertThat(find(values, 9, 2).value()).isEqualTo(SMALLEST);
        assertThat(find(values, 1, 2).value()).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(find(new float[] {-1, 0, Float.NaN, -0f}, 3, 2)).isEqualTo(Cut.NOTHING);
        assertThat(find(new float[0], 3, 2)).isEqualTo(Cut.NOTHING);
        assertThat(Cut.NOTHING.keeps(Float.POSITIVE_INFINITY, 0)).isFalse();
    }

    @Test
    void listsOfCandidatesGiveTheSameCutInAnyOrder() {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[3000];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-20, 20) / 8f;
        }
        long[] keys = IntStream.range(0, values.length)
                .filter(i -> values[i] > 0.5f)
                .mapToLong(i -> CutFinder.key(values[i], i))
                .toArray();
        for (int i = keys.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            long swap = keys[i];
            keys[i] = keys[j];
            keys[j] = swap;
        }
        for (int n : new int[] {1, 17, 400, 900}) {
            CutFinder finder = new CutFinder(n, 2);
            while (!finder.isFound()) {
                finder.part(0).count(keys, 0, 100);
                finder.part(1).count(keys, 100, keys.length);
                finder.narrow();
            }
            assertThat(finder.cut()).isEqualTo(find(values, n, 3));
        }
    }

    @Test
    void keysHoldIndicesOfThirtyTwoBits() {
        long last = (1L << 32) - 1;
        long key = CutFinder.key(0.25f, last);
        assertThat(CutFinder.valueOf(key)).isEqualTo(0.25f);
        assertThat(CutFinder.indexOf(key)).isEqualTo(last);

        CutFinder finder = new CutFinder(2, 1);
        float[] values = {3, 3, 3};
        while (!finder.isFound()) {
            finder.part(0).count(values, 0, 3, last - 2);
            finder.narrow();
        }
        assertThat(finder.cut()).isEqualTo(new Cut(3, last - 1));
        CutFinder other = new CutFinder(2, 1);
        assertThatThrownBy(() -> other.part(0).count(values, 0, 3, last - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("indices must be in [0, 2^32), got 3 entries from 4294967294");
    }

    @Test
    void itIsAskedInOrder() {
        assertThatThrownBy(() -> new CutFinder(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n must be positive, got 0");
        assertThatThrownBy(() -> new CutFinder(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parts must be positive, got 0");
        CutFinder finder = new CutFinder(1, 1);
        assertThatThrownBy(finder::cut)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the cut is not found yet");
        finder.narrow();
        assertThat(finder.cut()).isEqualTo(Cut.NOTHING);
        assertThatThrownBy(finder::narrow)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the cut is found");
    }

    private static void assertKeepsTheLargest(float[] values, int n) {
        int[] best = IntStream.range(0, values.length)
                .filter(i -> values[i] > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -values[i]).thenComparing(i -> i))
                .limit(n)
                .mapToInt(i -> i)
                .toArray();
        int[] expected = Arrays.stream(best).sorted().toArray();
        for (int parts : new int[] {1, 2, 8}) {
            Cut cut = find(values, n, parts);
            int[] kept = IntStream.range(0, values.length)
                    .filter(i -> cut.keeps(values[i], i))
                    .toArray();
            assertThat(kept).as("%s of %s in %s parts", n, values.length, parts).containsExactly(expected);
            if (best.length > 0) {
                assertThat(cut.value()).isEqualTo(values[best[best.length - 1]]);
            }
        }
    }

    private static Cut find(float[] values, long n, int parts) {
        CutFinder finder = new CutFinder(n, parts);
        while (!finder.isFound()) {
            for (int p = 0; p < parts; p++) {
                int from = values.length * p / parts;
                finder.part(p).count(values, from, values.length * (p + 1) / parts, from);
            }
            finder.narrow();
        }
        return finder.cut();
    }
}
