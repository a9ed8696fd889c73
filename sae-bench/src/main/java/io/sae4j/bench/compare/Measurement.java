package io.sae4j.bench.compare;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a process found out about a row.
 *
 * @param times milliseconds of each timed step
 * @param peakMb the process's peak resident memory, as the operating system knows it; null where it does not tell
 * @param l0 features that fire on a row, in the last step; NaN where nothing fires
 * @param library who computed it
 */
record Measurement(
        @JsonProperty("times_ms") List<Double> times,
        @JsonProperty("peak_mb") @Nullable Double peakMb,
        @JsonProperty("l0") double l0,
        @JsonProperty("library") String library) {
    Measurement {
        times = ImmutableList.copyOf(times);
    }

    double median() {
        double[] sorted = times.stream().mapToDouble(time -> time).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double min() {
        return times.stream().mapToDouble(time -> time).min().orElse(Double.NaN);
    }

    /** Both processes' times; the higher peak. */
    Measurement and(Measurement other) {
        List<Double> all = Stream.concat(times.stream(), other.times.stream()).toList();
        Double peak = peakMb == null || other.peakMb == null ? null : Double.valueOf(Math.max(peakMb, other.peakMb));
        return new Measurement(all, peak, other.l0, other.library);
    }
}
