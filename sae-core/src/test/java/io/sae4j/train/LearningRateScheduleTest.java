package io.sae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.schedule.Rise;
import io.sae4j.schedule.Span;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateScheduleTest {
    private static final OptionalLong UNKNOWN = OptionalLong.empty();
    private static final double ROUNDED = 5e-5;
    private static final double EXACT = 1e-12;

    private static double[] factors(LearningRateSchedule schedule, int steps, OptionalLong total) {
        return LongStream.range(0, steps)
                .mapToDouble(step -> schedule.factor(step, total))
                .toArray();
    }

    private static double[] all(LearningRateSchedule schedule, int total) {
        return factors(schedule, total, OptionalLong.of(total));
    }

    /** Printed by SAELens 6.18 for a base rate of 1, 10 steps, a warm-up of 3, a decay of 3 and lr_end 0.1. */
    @Test
    void theSchedulesOfSaeLens() {
        Span decay = Span.steps(3);
        double[] constant = {.3333, .6667, 1, 1, 1, 1, 1, 1, .6667, .3333};
        assertThat(all(LearningRateSchedule.constant().warmUp(3).decay(decay), 10))
                .containsExactly(constant, within(ROUNDED));
        double[] cosine = {.3333, .6667, 1, 1, .8682, .55, .2318, .1, .0667, .0333};
        assertThat(all(LearningRateSchedule.cosine(0.1).warmUp(3).decay(decay), 10))
                .containsExactly(cosine, within(ROUNDED));
        assertThat(LearningRateSchedule.cosine(0.1).warmUp(3).decay(decay).factor(10, OptionalLong.of(10)))
                .isZero();
        double[] twice = {.3333, .6667, 1, 1, .55, 1, .55, .1, .0667, .0333};
        assertThat(all(LearningRateSchedule.cosineWithRestarts(2, 0.1).warmUp(3).decay(decay), 10))
                .containsExactly(twice, within(ROUNDED));
    }

    /** As the library computed it when a schedule was three numbers; recipes are saved with them. */
    @ParameterizedTest
    @CsvSource({
        "100, 0.7, 0, 6000",
        "100, 0.7, 0, 57",
        "3, 0, 0.25, 40",
        "0, 1, 1, 20",
        "5, 0.05, 0.5, 100",
        "7, 0.9, 0, 3"
    })
    void threeNumbersMeanWhatTheyMeant(long warmUpSteps, double decayFrom, double endFactor, int total) {
        LearningRateSchedule schedule = new LearningRateSchedule(warmUpSteps, decayFrom, endFactor);
        for (int step = 0; step < total; step++) {
            long warmUp = Math.min(warmUpSteps, total / 10);
            double expected = step < warmUp ? (step + 1.0) / warmUp : 1.0;
            double start = decayFrom * total;
            if (decayFrom < 1) {
                double left = step <= start ? 1.0 : (total - step) / (total - start);
                expected *= endFactor + (1 - endFactor) * left;
            }
            assertThat(schedule.factor(step, OptionalLong.of(total))).isCloseTo(expected, within(EXACT));
        }
    }

    @Test
    void aStraightLine() {
        assertThat(all(LearningRateSchedule.linear(0.2), 4))
                .containsExactly(new double[] {1, .8, .6, .4}, within(EXACT));
        assertThat(all(LearningRateSchedule.linear(0.5).warmUp(2).decay(Span.share(0.25)), 8))
                .containsExactly(new double[] {.5, 1, 1, .875, .75, .625, .5, .25}, within(EXACT));
    }

    /** {@code ⌊7/2⌋ = 3} steps a cycle, so that a third one begins with the last step, as with PyTorch's scheduler. */
    @Test
    void stepsLeftOverBeginACycleMore() {
        assertThat(all(LearningRateSchedule.cosineWithRestarts(2, 0), 7))
                .containsExactly(new double[] {1, .75, .25, 1, .75, .25, 1}, within(EXACT));
        assertThat(all(LearningRateSchedule.cosineWithRestarts(9, 0), 3)).containsExactly(1, 1, 1);
    }

    @Test
    void aCosineWarmUpFromATenth() {
        Rise rise = Rise.cosine(Span.steps(4)).from(0.1);
        double low = 0.1 + 0.9 * (1 - Math.sqrt(0.5)) / 2;
        double high = 0.1 + 0.9 * (1 + Math.sqrt(0.5)) / 2;
        assertThat(all(LearningRateSchedule.constant().warmUp(rise), 6))
                .containsExactly(new double[] {low, 0.55, high, 1, 1, 1}, within(EXACT));
    }

    @Test
    void aRunOfUnknownLengthWarmsUpAndStays() {
        assertThat(factors(LearningRateSchedule.cosine(0).warmUp(2).decay(Span.share(0.5)), 4, UNKNOWN))
                .containsExactly(0.5, 1, 1, 1);
        assertThat(factors(LearningRateSchedule.linearDecay(2, 0.5), 4, UNKNOWN))
                .containsExactly(0.5, 1, 1, 1);
    }

    @Test
    void shortRunsNeverGoBelowZero() {
        for (int total = 1; total < 12; total++) {
            double[] factors = all(LearningRateSchedule.cosine(0.1).warmUp(5).decay(Span.steps(8)), total);
            assertThat(Arrays.stream(factors)).allMatch(factor -> factor > 0 && factor <= 1);
        }
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> LearningRateSchedule.cosine(-0.1)).hasMessage("floor must be in [0, 1], got -0.1");
        assertThatThrownBy(() -> LearningRateSchedule.cosineWithRestarts(0, 0))
                .hasMessage("cycles must be positive, got 0");
        assertThatThrownBy(() -> new LearningRateSchedule(-1, 1, 1))
                .hasMessage("warmUpSteps must be at least 0, got -1");
        assertThatThrownBy(() -> new LearningRateSchedule(1, 1, 2)).hasMessage("endFactor must be in [0, 1], got 2.0");
    }

    @Test
    void kFallsWithTheRootOrInALine() {
        OptionalLong total = OptionalLong.of(10);
        KAnnealing root = new KAnnealing(5, 0.8);
        KAnnealing line = KAnnealing.linear(5, 0.8);
        assertThat(LongStream.range(0, 10).mapToDouble(step -> line.factor(step, total)))
                .usingElementComparator((a, b) -> Math.abs(a - b) < EXACT ? 0 : 1)
                .containsExactly(5.0, 4.5, 4.0, 3.5, 3.0, 2.5, 2.0, 1.5, 1.0, 1.0);
        assertThat(root.factor(6, total)).isCloseTo(3, within(EXACT));
        assertThat(line.factor(3, UNKNOWN)).isEqualTo(1);
    }
}
