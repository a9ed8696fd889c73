package io.sae4j.engine.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeakFinderTest {
    private static final float[] SPECIAL = {
        0f,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        Float.intBitsToFloat(0xffc00001),
        1f,
        Math.nextUp(1f)
    };

    private final PeakFinder peaks = new PeakFinder();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 15, 16, 17, 63, 64, 250, 1021, 1024})
    void findsWhatIsAboveTheBar(int count) {
        SplittableRandom random = new SplittableRandom(count);
        for (float bar : new float[] {-2f, 0f, Float.MIN_VALUE, 1.5f, 2.5f, 9f}) {
            float[] scores = gaussian(random, count, 5);
            peaks.measure(scores, count);
            int found = peaks.above(scores, count, bar);
            assertThat(sorted(found)).isEqualTo(filter(count, i -> scores[i] > bar));
        }
    }

    @Test
    void losesNoNumberWhateverItIs() {
        for (float bar : SPECIAL) {
            if (Float.isNaN(bar)) {
                continue;
            }
            for (float least : SPECIAL) {
                for (float value : SPECIAL) {
                    for (int at = 0; at < 37; at++) {
                        float[] scores = new float[37];
                        Arrays.fill(scores, least);
                        scores[at] = value;
                        peaks.measure(scores, scores.length);
                        TreeSet<Integer> found = sorted(peaks.above(scores, scores.length, bar));
                        assertThat(found)
                                .as("%s among %s above %s", value, least, bar)
                                .containsAll(filter(scores.length, i -> !(scores[i] <= bar)));
                    }
                }
            }
        }
    }

    @Test
    void raisesScoresOverEachItsBar() {
        SplittableRandom random = new SplittableRandom(7);
        float[] scores = gaussian(random, 1000, 0);
        float[] bars = gaussian(random, 1000, 0);
        for (float slack : new float[] {0f, 0.25f, -1f}) {
            int found = peaks.aboveEach(scores, slack, bars, 999);
            assertThat(sorted(found)).isEqualTo(filter(999, i -> scores[i] + slack > bars[i]));
        }
        assertThat(peaks.aboveEach(scores, Float.POSITIVE_INFINITY, bars, 999)).isEqualTo(999);
    }

    @Test
    void maximaAreThoseOfDisjointGroups() {
        float[] scores = new float[1024];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = i;
        }
        peaks.measure(scores, 1024);
        assertThat(peaks.maximaCount(10)).isEqualTo(64);
        assertThat(peaks.maximaCount(65)).isEqualTo(256);
        for (int g = 0; g < 64; g++) {
            assertThat(peaks.maxima(64)[g]).isEqualTo(960 + g);
        }
        assertThat(peaks.maxima(65)[255]).isEqualTo(1023f);
    }

    private TreeSet<Integer> sorted(int found) {
        TreeSet<Integer> all =
                Arrays.stream(peaks.positions(), 0, found).boxed().collect(Collectors.toCollection(TreeSet::new));
        assertThat(all).as("none is found twice").hasSize(found);
        return all;
    }

    private static TreeSet<Integer> filter(int count, IntPredicate wanted) {
        return IntStream.range(0, count).filter(wanted).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    private static float[] gaussian(SplittableRandom random, int count, int padding) {
        float[] values = new float[count + padding];
        Arrays.fill(values, Float.POSITIVE_INFINITY);
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
