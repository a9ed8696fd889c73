package io.sae4j.data;

import static io.sae4j.data.Passes.inputs;
import static io.sae4j.data.Passes.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class RowSampleTest {
    private static int[] rowsOf(RowSample sample) {
        return IntStream.range(0, sample.rows())
                .map(r -> Math.round(sample.input()[r * sample.inputWidth()] / 10f))
                .toArray();
    }

    private static List<ActivationSource> repeatable(int count) {
        return List.of(ActivationSources.of(rows(count, 2)), ActivationSources.ofRows(List.of(rows(count, 2))));
    }

    @Test
    void comesFromAcrossTheSourceWithoutRepetition() {
        for (ActivationSource source : repeatable(3000)) {
            RowSample sample = RowSample.draw(source, 500, 9);
            int[] drawn = rowsOf(sample);
            assertThat(drawn).hasSize(500).doesNotHaveDuplicates();
            assertThat(Arrays.stream(drawn).average().orElseThrow()).isBetween(1350.0, 1650.0);
            assertThat(rowsOf(RowSample.draw(source, 500, 9))).isEqualTo(drawn);
            assertThat(rowsOf(RowSample.draw(source, 500, 10))).isNotEqualTo(drawn);
            assertThat(sample.source()).isSameAs(source);
            assertThat(sample.target()).isSameAs(sample.input());
        }
    }

    @Test
    void takesEveryRowEquallyOften() {
        for (ActivationSource source : repeatable(8)) {
            int[] counts = new int[8];
            for (int seed = 0; seed < 4000; seed++) {
                Arrays.stream(rowsOf(RowSample.draw(source, 2, seed))).forEach(r -> counts[r]++);
            }
            assertThat(Arrays.stream(counts)).allMatch(c -> c > 880 && c < 1120);
        }
    }

    @Test
    void takesAllOfAShortSource() {
        for (ActivationSource source : repeatable(5)) {
            assertThat(rowsOf(RowSample.draw(source, 1))).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        }
    }

    @Test
    void aOneShotSourceKeepsAllItsRows() {
        for (int maxRows : new int[] {1, 4, 10, 50}) {
            RowSample sample = RowSample.draw(ActivationSources.ofRowStream(Stream.of(rows(10, 2))), maxRows, 1);
            assertThat(rowsOf(sample))
                    .isEqualTo(IntStream.range(0, Math.min(maxRows, 10)).toArray());
            ActivationSource rest = sample.source();
            assertThat(rest.repeatable()).isFalse();
            assertThat(inputs(rest, rest.sequential(), 3)).containsExactly(rows(10, 2));
            assertThatIllegalStateException().isThrownBy(rest::sequential).withMessageContaining("only once");
        }
        RowSample sample = RowSample.draw(ActivationSources.ofRowStream(Stream.of(rows(10, 2))), 4, 1);
        assertThat(inputs(sample.source(), sample.source().shuffled(2), 3)).containsExactlyInAnyOrder(rows(10, 2));
    }

    @Test
    void keepsTargets() {
        ActivationSource source = ActivationSources.paired(
                Nd4j.create(rows(50, 2)), Nd4j.create(rows(50, 3)).addi(0.5));
        RowSample sample = RowSample.draw(source, 20, 1);
        assertThat(sample.targetWidth()).isEqualTo(3);
        for (int r = 0; r < 20; r++) {
            assertThat(sample.target()[3 * r]).isEqualTo(sample.input()[2 * r] + 0.5f);
        }
    }

    @Test
    void refusesNaN() {
        float[][] rows = rows(40, 2);
        rows[30][1] = Float.NaN;
        List<ActivationSource> sources = List.of(
                ActivationSources.of(rows),
                ActivationSources.ofRows(List.of(rows)),
                ActivationSources.ofRowStream(Stream.of(rows)));
        for (ActivationSource source : sources) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RowSample.draw(source, 40, 1))
                    .withMessageStartingWith("activations contain NaN at row 30, column 1");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RowSample.draw(sources.get(1), 5, 1))
                .withMessageStartingWith("activations contain NaN at row 30, column 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RowSample.draw(sources.get(1), 0, 1))
                .withMessage("maxRows must be positive, got 0");
    }
}
