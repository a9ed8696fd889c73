package io.sae4j.bench.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Warms a step up and times it.
 *
 * @param warmUp at least so long, for compilers and caches; steps of milliseconds need many
 * @param timed at least so long, since single short steps vary more
 */
record StepTimer(Duration warmUp, Duration timed) {
    static final StepTimer DEFAULT = new StepTimer(Duration.ofSeconds(3), Duration.ofSeconds(1));

    private static final int WARM_UP_STEPS = 2;
    private static final double NANOS_PER_MILLI = 1e6;

    /** @param steps that are timed, at least */
    Measurement measure(MeasuredStep step, int steps) {
        repeat(step, WARM_UP_STEPS, warmUp);
        List<Double> times = repeat(step, steps, timed);
        return new Measurement(times, PeakMemory.megabytes(), step.l0(), step.library());
    }

    private static List<Double> repeat(MeasuredStep step, int leastSteps, Duration leastTime) {
        List<Double> times = new ArrayList<>();
        long begin = System.nanoTime();
        while (times.size() < leastSteps || System.nanoTime() - begin < leastTime.toNanos()) {
            long start = System.nanoTime();
            step.run();
            times.add((System.nanoTime() - start) / NANOS_PER_MILLI);
        }
        return times;
    }
}
