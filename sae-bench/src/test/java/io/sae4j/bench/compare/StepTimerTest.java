package io.sae4j.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepTimerTest {
    private static final class Counting implements MeasuredStep {
        private int runs;

        @Override
        public void run() {
            runs++;
        }

        @Override
        public double l0() {
            return runs;
        }

        @Override
        public String library() {
            return "counts";
        }

        @Override
        public void close() {}
    }

    @Test
    void warmsUpAndTimesAtLeastAsManyStepsAsAskedFor() {
        Counting step = new Counting();

        Measurement measurement = new StepTimer(Duration.ZERO, Duration.ZERO).measure(step, 7);

        assertThat(measurement.times()).hasSize(7);
        assertThat(step.runs).isEqualTo(9);
        assertThat(measurement.l0()).isEqualTo(9);
    }

    @Test
    void shortStepsAreTimedMoreOften() {
        Measurement measurement = new StepTimer(Duration.ZERO, Duration.ofMillis(20)).measure(new Counting(), 1);

        assertThat(measurement.times()).hasSizeGreaterThan(10);
    }
}
