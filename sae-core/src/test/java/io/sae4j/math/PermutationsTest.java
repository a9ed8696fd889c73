package io.sae4j.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 1021})
    void holdsEachNumberOnce(int n) {
        assertThat(Permutations.random(n, 5))
                .containsExactlyInAnyOrder(IntStream.range(0, n).toArray());
    }

    @Test
    void dependsOnTheSeedAlone() {
        assertThat(Permutations.random(100, 1)).isEqualTo(Permutations.random(100, 1));
        assertThat(Permutations.random(100, 1)).isNotEqualTo(Permutations.random(100, 2));
    }

    @Test
    void everyOrderIsEquallyLikely() {
        int[] counts = new int[27];
        int draws = 60_000;
        for (int seed = 0; seed < draws; seed++) {
            int[] order = Permutations.random(3, seed);
            counts[order[0] * 9 + order[1] * 3 + order[2]]++;
        }
        assertThat(IntStream.of(counts).filter(c -> c > 0)).hasSize(6).allMatch(c -> Math.abs(c - draws / 6) < 500);
    }

    @Test
    void refusesLengthsThatNoArrayHas() {
        assertThatThrownBy(() -> Permutations.random(-1, 0)).hasMessageContaining("got -1");
        assertThatThrownBy(() -> Permutations.random(1L << 31, 0)).hasMessageContaining("got 2147483648");
    }
}
