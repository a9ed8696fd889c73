package io.sae4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.Losses;
import io.sae4j.loss.Loss;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CoefficientScheduleTest {
    private static final OptionalLong UNKNOWN = OptionalLong.empty();
    private static final double EXACT = 1e-12;

    private static double[] first(int steps, Loss loss, OptionalLong total) {
        return LongStream.range(0, steps)
                .mapToDouble(step -> loss.coefficientAt(step, total))
                .toArray();
    }

    private static double[] first(int steps, CoefficientSchedule schedule, OptionalLong total) {
        return first(steps, Losses.l1(1).schedule(schedule), total);
    }

    /** SAELens's values: v = 8 over 4 steps. */
    @Test
    void aLinearWarmUpIsThatOfSaeLens() {
        assertThat(first(6, Losses.l1(8).warmUp(4), UNKNOWN)).containsExactly(0, 2, 4, 6, 8, 8);
        assertThat(first(6, Losses.l1(8).warmUp(4), OptionalLong.of(2))).containsExactly(0, 2, 4, 6, 8, 8);
        assertThat(first(2, Losses.l1(8), UNKNOWN)).containsExactly(8, 8);
    }

    @Test
    void theWarmUpMayBeAShareOfTheRun() {
        Loss loss = Losses.l1(8).warmUp(Span.share(0.4));
        assertThat(first(6, loss, OptionalLong.of(10))).containsExactly(0, 2, 4, 6, 8, 8);
        assertThat(loss.coefficientAt(1200, UNKNOWN)).isEqualTo(4);
        assertThat(loss.coefficientAt(2400, UNKNOWN)).isEqualTo(8);
    }

    @Test
    void otherForms() {
        assertThat(first(6, CoefficientSchedule.cosine(Span.steps(4)), UNKNOWN))
                .containsExactly(
                        new double[] {0, (1 - Math.sqrt(0.5)) / 2, 0.5, (1 + Math.sqrt(0.5)) / 2, 1, 1}, within(EXACT));
        assertThat(first(7, CoefficientSchedule.stepwise(2, Span.steps(5)), UNKNOWN))
                .containsExactly(0, 0, 0, 0.5, 0.5, 1, 1);
        assertThat(first(5, CoefficientSchedule.of(Rise.linear(Span.steps(4)).from(0.5)), UNKNOWN))
                .containsExactly(0.5, 0.625, 0.75, 0.875, 1);
    }

    @Test
    void aFunctionOfOnesOwnKnowsStepAndLength() {
        Loss falling = Losses.l1(10).schedule((step, total) -> 1 - step / (double) total.orElse(100));
        assertThat(first(5, falling, OptionalLong.of(4))).containsExactly(10, 7.5, 5, 2.5, 0);
        assertThat(falling.coefficientAt(50, UNKNOWN)).isEqualTo(5);
        for (double bad : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            Loss wrong = Losses.l1(10).schedule((step, total) -> bad);
            assertThatThrownBy(() -> wrong.coefficientAt(3, UNKNOWN))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "the schedule of loss 'l1' must give a number of at least 0, got " + bad + " at step 3");
        }
    }

    @Test
    void spans() {
        OptionalLong hundred = OptionalLong.of(100);
        Span capped = Span.steps(30).atMost(0.1);
        assertThat(Arrays.asList(
                        Span.steps(30).length(hundred),
                        Span.steps(300).length(hundred),
                        Span.share(0.25).length(hundred),
                        capped.length(hundred),
                        capped.length(OptionalLong.of(1000)),
                        capped.length(UNKNOWN),
                        Span.share(0.5).length(UNKNOWN)))
                .containsExactly(30.0, 300.0, 25.0, 10.0, 30.0, 30.0, 3000.0);
        assertThatThrownBy(() -> Span.steps(-1)).hasMessage("steps of a span must be at least 0, got -1");
        assertThatThrownBy(() -> Span.share(1.5)).hasMessage("share of a run must be in [0, 1], got 1.5");
        assertThatThrownBy(() -> Span.share(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Span(OptionalLong.empty(), OptionalDouble.empty()))
                .hasMessage("a span needs steps or a share of the run");
        assertThatThrownBy(() -> Rise.stepwise(0, Span.NONE)).hasMessage("stairs must be positive, got 0");
        assertThatThrownBy(() -> Rise.NONE.from(2)).hasMessage("from must be in [0, 1], got 2.0");
    }
}
