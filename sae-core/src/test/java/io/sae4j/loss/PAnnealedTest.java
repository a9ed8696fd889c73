package io.sae4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PAnnealedTest {
    private static final double ROUNDING = 1e-12;

    @Test
    void theExponentFallsBetweenItsShares() {
        PAnnealed term = new PAnnealed(0.2, 0.25, 0.75);
        OptionalLong steps = OptionalLong.of(101);
        assertThat(term.exponentAt(0, steps)).isEqualTo(1);
        assertThat(term.exponentAt(25, steps)).isEqualTo(1);
        assertThat(term.exponentAt(50, steps)).isCloseTo(0.6, within(ROUNDING));
        assertThat(term.exponentAt(75, steps)).isCloseTo(0.2, within(ROUNDING));
        assertThat(term.exponentAt(100, steps)).isCloseTo(0.2, within(ROUNDING));
        assertThat(term.exponentAt(1000, steps)).isCloseTo(0.2, within(ROUNDING));
        assertThat(new PAnnealed(0.2, 0, 1).exponentAt(0, OptionalLong.of(1))).isEqualTo(1);
        assertThat(term.exponentAt(50, OptionalLong.empty())).isEqualTo(1);
    }

    /** Over a whole run on the same codes the penalty keeps the value that it has as L1. */
    @Test
    void theScaleKeepsThePenaltyOfTheSameCodes() {
        Random random = new Random(4);
        double[] sizes = random.doubles(200, 0, 3).toArray();
        StepSchedule schedule = new PAnnealed(0.2, 0.1, 0.9).schedule(OptionalLong.of(50));
        double first = sum(sizes, 1);
        for (int step = 0; step < 50; step++) {
            Map<String, Double> values = schedule.at(step);
            double powers = sum(sizes, values.get(PAnnealed.EXPONENT));
            assertThat(values.get(PAnnealed.SCALE) * powers).isCloseTo(first, within(1e-9 * first));
            double next = sum(sizes, values.get(PAnnealed.NEXT_EXPONENT));
            schedule.observe(Map.of(PAnnealed.POWERS, powers, PAnnealed.NEXT_POWERS, next));
        }
        assertThat(schedule.at(49).get(PAnnealed.EXPONENT)).isCloseTo(0.2, within(ROUNDING));
        assertThat(schedule.at(49).get(PAnnealed.SCALE)).isNotCloseTo(1, within(0.05));
    }

    private static double sum(double[] sizes, double exponent) {
        double sum = 0;
        for (double size : sizes) {
            sum += FlooredPower.value(size, exponent);
        }
        return sum;
    }

    @Test
    void stepsWithoutCodesLeaveTheScale() {
        StepSchedule schedule = new PAnnealed(0.2, 0, 1).schedule(OptionalLong.of(10));
        schedule.observe(Map.of(PAnnealed.POWERS, 3.0, PAnnealed.NEXT_POWERS, 2.0));
        schedule.observe(Map.of(PAnnealed.POWERS, 0.0, PAnnealed.NEXT_POWERS, 0.0));
        schedule.observe(Map.of());
        assertThat(schedule.at(3).get(PAnnealed.SCALE)).isEqualTo(1.5);
    }

    @Test
    void runsDoNotShareTheirScale() {
        PAnnealed term = new PAnnealed(0.2, 0, 1);
        StepSchedule one = term.schedule(OptionalLong.of(10));
        one.observe(Map.of(PAnnealed.POWERS, 3.0, PAnnealed.NEXT_POWERS, 2.0));
        assertThat(term.schedule(OptionalLong.of(10)).at(0).get(PAnnealed.SCALE))
                .isEqualTo(1);
    }

    @Test
    void settingsAreReadAgainAndChecked() {
        PAnnealed term = new PAnnealed(0.3, 0.2, 0.7);
        assertThat(PAnnealed.fromSpec(term.spec())).isEqualTo(term);
        assertThatThrownBy(() -> new PAnnealed(0, 0, 1)).hasMessage("end must be in (0, 1], got 0.0");
        assertThatThrownBy(() -> new PAnnealed(0.2, 1, 1)).hasMessage("from must be in [0, 1), got 1.0");
        assertThatThrownBy(() -> new PAnnealed(0.2, 0.5, 0.5))
                .hasMessage("until must be above from = 0.5 and at most 1, got 0.5");
        assertThatThrownBy(() -> new Lp(1.5)).hasMessage("exponent must be in (0, 1], got 1.5");
        assertThatThrownBy(() -> new L0Quadratic(0)).hasMessage("targetL0 must be positive and finite, got 0.0");
    }

    @Test
    void powersHaveFiniteSlopesThatAreTheirDerivatives() {
        for (double p : new double[] {0.05, 0.2, 0.5, 1}) {
            assertThat(FlooredPower.value(0, p)).isZero();
            assertThat(FlooredPower.value(2, p)).isCloseTo(Math.pow(2, p), within(ROUNDING));
            assertThat(FlooredPower.slope(0, p)).isCloseTo(Math.pow(0.01, p - 1), within(1e-9));
            for (double size : new double[] {0, 1e-4, 5e-3, 0.02, 0.5, 3}) {
                double step = 1e-7;
                double difference =
                        (FlooredPower.value(size + step, p) - FlooredPower.value(size - step, p)) / (2 * step);
                assertThat(FlooredPower.slope(size, p)).isCloseTo(difference, within(1e-5 * Math.max(1, difference)));
            }
        }
    }
}
