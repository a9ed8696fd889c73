package io.sae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The controller on simulated plants: how L0 answers a penalty is known here, and can be made as awkward as one likes. */
class SparsityControllerTest {
    private static final double TARGET = 5;
    private static final double START_L0 = 128;
    /** So large that the bounds on the penalty are out of the way. */
    private static final double ERROR = 1000;

    private static final double LANDED = 0.05;
    private static final double LEAST_ON_THE_WAY = 0.25;

    /**
     * {@code ln L0} nears {@code ln target + gain·ln(needed/weight)}, at most {@code ln 128}, with a lag that grows as the
     * learning rate falls; where that is low, noise of the parameters is gone and L0 is a little higher.
     */
    private static final class Plant {
        private static final double DRIFT = 0.1;

        private final double gain;
        private final double lag;
        private final double noise;
        private final double needed;
        private final SplittableRandom random = new SplittableRandom(3);
        private double logL0 = Math.log(START_L0);
        private double least = START_L0;

        Plant(double gain, double lag, double noise, double needed) {
            this.gain = gain;
            this.lag = lag;
            this.noise = noise;
            this.needed = needed;
        }

        double step(double weight, double rate) {
            double level = Math.log(TARGET) + gain * Math.log(needed / Math.max(weight, 1e-300)) + DRIFT * (1 - rate);
            logL0 += rate * (Math.min(Math.log(START_L0), level) - logL0) / lag;
            least = Math.min(least, Math.exp(logL0));
            return Math.exp(logL0) * Math.max(0, 1 + noise * random.nextGaussian());
        }
    }

    private static double run(Plant plant, int steps, OptionalLong known, KAnnealing path, double coefficient) {
        LearningRateSchedule schedule = LearningRateSchedule.linearDecay(100, 0.7);
        SparsityController controller = new SparsityController(TARGET, known);
        for (int t = 0; t < steps; t++) {
            double weight = coefficient * controller.factor();
            double l0 = plant.step(weight, schedule.factor(t, known));
            controller.observe(l0, path.factor(t, known), coefficient * l0, ERROR);
        }
        return Math.exp(plant.logL0);
    }

    @ParameterizedTest(name = "{0} steps, gain {1}, lag {2}, noise {3}, weight needed {4}")
    @CsvSource({
        "500, 0.7, 10, 0.02, 1",
        "500, 1.5, 20, 0.1, 1",
        "500, 1, 5, 0.3, 1",
        "4000, 0.3, 20, 0.02, 1",
        "4000, 0.3, 150, 0.1, 30",
        "4000, 0.7, 80, 0.02, 1000",
        "4000, 1.5, 10, 0.02, 1",
        "4000, 1.5, 150, 0.1, 1",
        "4000, 2, 150, 0.02, 1",
        "20000, 0.3, 400, 0.02, 1",
        "20000, 2, 400, 0.3, 1"
    })
    void landsOnEveryPlant(int steps, double gain, double lag, double noise, double needed) {
        for (KAnnealing path : new KAnnealing[] {KAnnealing.NONE, new KAnnealing(2, 0.4)}) {
            Plant plant = new Plant(gain, lag, noise, needed);
            double end = run(plant, steps, OptionalLong.of(steps), path, 1);
            assertThat(end).isCloseTo(TARGET, within(LANDED * TARGET));
            assertThat(plant.least).isGreaterThan(LEAST_ON_THE_WAY * TARGET);
        }
    }

    @Test
    void landsWhereThePenaltyStartsFarTooStrong() {
        Plant plant = new Plant(1.5, 10, 0.02, 0.02);
        double end = run(plant, 4000, OptionalLong.of(4000), new KAnnealing(2, 0.4), 1);
        assertThat(end).isCloseTo(TARGET, within(LANDED * TARGET));
    }

    @ParameterizedTest
    @CsvSource({"3000, 0.5, 50", "3000, 2, 150", "10000, 0.3, 300"})
    void landsWithoutKnowingWhenTheRunEnds(int steps, double gain, double lag) {
        Plant plant = new Plant(gain, lag, 0.05, 1);
        double end = run(plant, steps, OptionalLong.empty(), new KAnnealing(4, 0.7), 1);
        assertThat(end).isCloseTo(TARGET, within(LANDED * TARGET));
    }

    @Test
    void theCoefficientThatWasGivenIsOnlyAScale() {
        double plain = run(new Plant(1, 50, 0.05, 1), 1000, OptionalLong.of(1000), KAnnealing.NONE, 1);
        double odd = run(new Plant(1, 50, 0.05, 1), 1000, OptionalLong.of(1000), KAnnealing.NONE, 1e-7);
        assertThat(odd).isCloseTo(plain, within(1e-9));
    }

    @Test
    void theFirstStepTellsTheSizeOfThePenalty() {
        SparsityController controller = new SparsityController(TARGET, OptionalLong.empty());
        assertThat(controller.factor()).isZero();
        controller.observe(START_L0, 1, 200, 64);
        double valueAtTheAim = 200 * TARGET / START_L0;
        assertThat(valueAtTheAim * controller.factor()).isCloseTo(SparsityController.START * 64, within(1e-9));
    }

    @Test
    void aPenaltyWithoutValueIsLeftAlone() {
        SparsityController controller = new SparsityController(TARGET, OptionalLong.empty());
        controller.observe(0, 1, 0, 64);
        assertThat(controller.factor()).isZero();
        controller.observe(START_L0, 1, 200, 64);
        double started = controller.factor();
        controller.observe(0, 1, 0, 64);
        assertThat(controller.factor()).isEqualTo(started).isPositive();
    }

    /** What does not answer must not wind the factor up without end: it would take as long to unwind. */
    @Test
    void theFactorStaysInBounds() {
        SparsityController deaf = new SparsityController(TARGET, OptionalLong.empty());
        SparsityController starved = new SparsityController(TARGET, OptionalLong.empty());
        for (int t = 0; t < 100_000; t++) {
            deaf.observe(START_L0, 1, 200, 64);
            starved.observe(t == 0 ? START_L0 : 0.01, 1, 200, 64);
        }
        assertThat(200 * deaf.factor()).isCloseTo(SparsityController.LARGEST_SIZE * 64, within(1e-9));
        assertThat(200 * starved.factor()).isCloseTo(SparsityController.SMALLEST_SIZE * 64, within(1e-9));
    }

    @Test
    void aTargetIsPositive() {
        assertThatThrownBy(() -> new SparsityController(0, OptionalLong.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("targetL0 must be positive and finite, got 0.0");
    }
}
