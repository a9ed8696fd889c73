package io.sae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightedDrawTest {
    private static final double[] WEIGHTS = {1, 4, 0, 9, 2};
    private static final double TOTAL = 16;
    private static final int TRIALS = 40_000;
    private static final double SIGMAS = 5;

    @Test
    void theFirstIsDrawnByItsWeightAndTheSecondByWhatIsLeft() {
        int[] first = new int[WEIGHTS.length];
        int[][] second = new int[WEIGHTS.length][WEIGHTS.length];
        SplittableRandom random = new SplittableRandom(8);
        for (int t = 0; t < TRIALS; t++) {
            int[] drawn = WeightedDraw.indices(WEIGHTS, 2, random);
            assertThat(drawn).hasSize(2);
            first[drawn[0]]++;
            second[drawn[0]][drawn[1]]++;
        }
        for (int i = 0; i < WEIGHTS.length; i++) {
            assertShare(first[i], TRIALS, WEIGHTS[i] / TOTAL);
            for (int k = 0; k < WEIGHTS.length; k++) {
                assertShare(second[i][k], first[i], i == k ? 0 : WEIGHTS[k] / (TOTAL - WEIGHTS[i]));
            }
        }
    }

    private static void assertShare(int count, int trials, double share) {
        if (trials > 0) {
            assertThat((double) count / trials)
                    .isCloseTo(share, within(SIGMAS * Math.sqrt(share * (1 - share) / trials)));
        }
    }

    @Test
    void noMoreThanThereAre() {
        assertThat(WeightedDraw.indices(WEIGHTS, 10, new SplittableRandom(1))).containsExactlyInAnyOrder(0, 1, 3, 4);
        assertThat(WeightedDraw.indices(new double[] {0, 0}, 1, new SplittableRandom(1)))
                .isEmpty();
        assertThat(WeightedDraw.indices(WEIGHTS, 0, new SplittableRandom(1))).isEmpty();
    }
}
