package io.sae4j.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How fast memory can be read and written: every thread scales its own array in place, as an optimiser does its moments.
 * The arrays are far larger than caches.
 */
final class MemoryBandwidth {
    /** Its place among the rows that a child can measure. */
    static final String LABEL = "memory-bandwidth";

    private static final int FLOATS = 1 << 26;
    private static final int BYTES_READ_AND_WRITTEN = 2 * Float.BYTES;
    private static final int PASSES = 12;
    private static final float FACTOR = 0.999f;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double BYTES_PER_GB_AND_MILLI = 1e6;

    private MemoryBandwidth() {}

    /** Milliseconds of passes over all arrays. */
    static Measurement measure(int threads) {
        float[][] arrays = new float[threads][FLOATS / threads];
        List<Double> times = new ArrayList<>();
        for (int pass = 0; pass < PASSES; pass++) {
            long start = System.nanoTime();
            IntStream.range(0, threads)
                    .mapToObj(i -> thread(arrays[i]))
                    .toList()
                    .forEach(MemoryBandwidth::join);
            times.add((System.nanoTime() - start) / NANOS_PER_MILLI);
        }
        return new Measurement(times, PeakMemory.megabytes(), Double.NaN, "Java");
    }

    private static Thread thread(float[] array) {
        Thread thread = new Thread(() -> scale(array));
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void scale(float[] array) {
        for (int i = 0; i < array.length; i++) {
            array[i] *= FACTOR;
        }
    }

    /** GB (10⁹ bytes) read and written a second, in the best pass. */
    static double gigabytesPerSecond(Measurement measurement) {
        return (double) FLOATS * BYTES_READ_AND_WRITTEN / BYTES_PER_GB_AND_MILLI / measurement.min();
    }

    /**
     * Bytes that a TopK step must move however it is computed: {@code W_enc} is read for the product and {@code W_dec} for
     * decoding, and both with their two moments are read and written in the update. Rows, codes and the gradients of an
     * exact clipping come on top; caches hold none of the large arrays.
     */
    static long bytesOfStep(Workload workload) {
        long readOnce = 2;
        long readAndWritten = 6;
        return (readOnce + 2 * readAndWritten) * Float.BYTES * workload.m() * workload.d();
    }
}
