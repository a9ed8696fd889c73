package io.sae4j.data;

import static io.sae4j.data.Passes.inputs;
import static io.sae4j.data.Passes.sourceRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyntheticFeaturesTest {
    private static SyntheticFeatures small(long seed) {
        return SyntheticFeatures.builder().rows(500).seed(seed).build();
    }

    @Test
    void isTheToyOfTheNumbersToBeat() {
        SyntheticFeatures toy = SyntheticFeatures.toy(1);
        assertThat(toy.inputWidth()).isEqualTo(64);
        assertThat(toy.directions()).hasDimensions(256, 64);
        assertThat(toy.expectedL0()).isCloseTo(4.89, within(0.005));
        for (float[] direction : toy.directions()) {
            double squares = 0;
            for (float value : direction) {
                squares += (double) value * value;
            }
            assertThat(squares).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void theHarderToyHasMoreFeaturesInTheSameWidth() {
        SyntheticFeatures toy = SyntheticFeatures.hardToy(1);
        assertThat(toy.directions()).hasDimensions(1024, 64);
        assertThat(toy.expectedL0()).isCloseTo(8.0, within(0.02));
        assertThat(toy.rowCount()).hasValue(20_480_000);
    }

    @Test
    void featuresFireAsOftenAndAsStronglyAsTheyShould() {
        // More features than columns: a row does not tell which fired, so the draw is tested apart from the directions.
        double[] p = IntStream.range(0, 256)
                .mapToDouble(i -> 0.06 * Math.pow(10, -1.3 * i / 255))
                .toArray();
        SparseDraw draw = new SparseDraw(p);
        SplittableRandom random = new SplittableRandom(3);
        int[] out = new int[256];
        int rows = 200_000;
        int[] counts = new int[256];
        for (int r = 0; r < rows; r++) {
            int n = draw.draw(random, out);
            for (int i = 0; i < n; i++) {
                counts[out[i]]++;
            }
        }
        assertThat(IntStream.of(counts).sum() / (double) rows).isCloseTo(4.89, within(0.05));
        for (int i = 0; i < 256; i++) {
            double sigma = Math.sqrt(rows * p[i] * (1 - p[i]));
            assertThat((double) counts[i]).isCloseTo(rows * p[i], within(5 * sigma));
        }
    }

    @Test
    void drawsUnsortedCertainAndImpossibleEvents() {
        SparseDraw draw = new SparseDraw(new double[] {0, 0.5, 1, 0.25, 1});
        SplittableRandom random = new SplittableRandom(3);
        int[] counts = new int[5];
        int[] out = new int[5];
        for (int r = 0; r < 20_000; r++) {
            int n = draw.draw(random, out);
            assertThat(Arrays.copyOf(out, n)).doesNotHaveDuplicates();
            for (int i = 0; i < n; i++) {
                counts[out[i]]++;
            }
        }
        assertThat(counts[0]).isZero();
        assertThat(counts[1]).isBetween(9700, 10300);
        assertThat(counts[2]).isEqualTo(20_000);
        assertThat(counts[3]).isBetween(4750, 5250);
        assertThat(counts[4]).isEqualTo(20_000);
    }

    @Test
    void aSingleFeatureGivesRowsAlongItsDirection() {
        SyntheticFeatures one = SyntheticFeatures.builder()
                .features(1)
                .width(3)
                .probabilities(0.5, 0)
                .rows(4000)
                .seed(2)
                .build();
        float[] direction = one.directions()[0];
        int zero = 0;
        double sum = 0;
        for (float[] row : inputs(one, one.sequential(), 64)) {
            double strength = Math.abs(row[0] / (double) direction[0]);
            assertThat((double) row[1]).isCloseTo(strength * direction[1], within(1e-6));
            zero += strength == 0 ? 1 : 0;
            sum += strength;
            assertThat(strength)
                    .satisfiesAnyOf(
                            s -> assertThat(s).isZero(), s -> assertThat(s).isBetween(0.4999, 1.5001));
        }
        assertThat(zero).isBetween(1850, 2150);
        assertThat(sum / (4000 - zero)).isCloseTo(1, within(0.03));
    }

    @Test
    void everyOrderDeliversTheSameRows() {
        SyntheticFeatures source = small(5);
        List<float[]> sequential = inputs(source, source.sequential(), 64);
        assertThat(sequential).hasSize(500);
        assertThat(inputs(source, source.sequential(), 7)).containsExactlyElementsOf(sequential);
        List<float[]> shuffled = inputs(source, source.shuffled(1), 64);
        List<Long> order = sourceRows(source, source.shuffled(1), 64);
        assertThat(order).doesNotHaveDuplicates().hasSize(500);
        for (int i = 0; i < 500; i++) {
            assertThat(shuffled.get(i)).isEqualTo(sequential.get(order.get(i).intValue()));
        }
        assertThat(inputs(small(5), small(5).sequential(), 64)).containsExactlyElementsOf(sequential);
        assertThat(inputs(small(6), small(6).sequential(), 64).toArray()).isNotEqualTo(sequential.toArray());
    }

    @Test
    void freshRowsHaveTheSameFeatures() {
        SyntheticFeatures source = small(5);
        SyntheticFeatures fresh = source.fresh(1, 100);
        assertThat(fresh.directions()).isDeepEqualTo(source.directions());
        assertThat(fresh.rowCount()).hasValue(100);
        assertThat(inputs(fresh, fresh.sequential(), 64).toArray())
                .doesNotContainSequence(inputs(source, source.sequential(), 64).get(0));
    }

    @Test
    void measuresRecoveryAgainstTheTrueDirections() {
        SyntheticFeatures toy = small(5);
        float[][] learned = toy.directions();
        assertThat(toy.meanMaxCosine(learned)).isCloseTo(1, within(1e-6));
        assertThat(toy.recovered(learned, 0.9)).isEqualTo(1);
        for (int i = 0; i < 128; i++) {
            learned[i] = new float[64];
        }
        for (int i = 128; i < 256; i++) {
            for (int c = 0; c < 64; c++) {
                learned[i][c] *= 7;
            }
        }
        assertThat(toy.recovered(learned, 0.9)).isEqualTo(0.5);
        assertThat(toy.meanMaxCosine(learned)).isBetween(0.55, 0.75);
        float[][] opposite = toy.directions();
        for (float[] row : opposite) {
            for (int c = 0; c < 64; c++) {
                row[c] = -row[c];
            }
        }
        assertThat(toy.recovered(opposite, 0.9)).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> toy.meanMaxCosine(new float[2][5]))
                .withMessage("learned direction 0 has width 5, but the true ones have 64");
        assertThatIllegalArgumentException().isThrownBy(() -> toy.recovered(new float[0][], 0.9));
    }

    @Test
    void refusesImpossibleSettings() {
        SyntheticFeaturesBuilder builder = SyntheticFeatures.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.width(0)).withMessageContaining("got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.features(-1))
                .withMessageContaining("got -1");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.rows(0)).withMessageContaining("got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.probabilities(1.5, 1))
                .withMessageContaining("got 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.magnitudes(2, 1))
                .withMessage("magnitudes must be 0 < smallest <= largest, got 2.0 and 1.0");
    }
}
