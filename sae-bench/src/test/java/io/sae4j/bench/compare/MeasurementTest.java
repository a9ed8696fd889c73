package io.sae4j.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    @Test
    void medianOfOddAndEvenCounts() {
        assertThat(of(9, 1, 5).median()).isEqualTo(5);
        assertThat(of(9, 1, 5, 7).median()).isEqualTo(6);
        assertThat(of(9, 1, 5).min()).isEqualTo(1);
    }

    @Test
    void roundsAddTheirTimesAndKeepTheHighestPeak() {
        Measurement both =
                new Measurement(List.of(1.0), 100.0, 32, "a").and(new Measurement(List.of(2.0), 90.0, 32, "a"));

        assertThat(both.times()).containsExactly(1.0, 2.0);
        assertThat(both.peakMb()).isEqualTo(100.0);
    }

    @Test
    void survivesTheWayBetweenProcesses() throws Exception {
        Measurement measurement = new Measurement(List.of(1.5, 2.5), null, Double.NaN, "someone's");

        String json = Json.MAPPER.writeValueAsString(measurement);

        assertThat(Json.MAPPER.readValue(json, Measurement.class)).isEqualTo(measurement);
    }

    private static Measurement of(double... times) {
        return new Measurement(java.util.Arrays.stream(times).boxed().toList(), null, 0, "");
    }
}
