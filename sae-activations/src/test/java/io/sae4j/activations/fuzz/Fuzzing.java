package io.sae4j.activations.fuzz;

import com.sun.management.ThreadMXBean;
import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads damaged files. Each must give rows, or one of the exceptions that say what is wrong; within seconds, and with
 * no more allocated than files of that size can need.
 *
 * <p>{@code -Dsae4j.fuzz=N} sets the number of files per format ({@code mvn -Pfuzz}: 100,000), {@code -Dsae4j.fuzz.seed=S}
 * the seed. A failure names the case and keeps the file's bytes in {@code target/fuzz}.
 */
final class Fuzzing {
    private static final int FILES = Integer.getInteger("sae4j.fuzz", 300);
    private static final long SEED = Long.getLong("sae4j.fuzz.seed", 1);
    private static final int SECONDS = 5;
    /** Readers have buffers, decompressors' among them, whatever the file's size; all that a case allocates counts. */
    private static final long ALLOWED_BYTES = 24 << 20;

    private static final long ALLOWED_PER_FILE_BYTE = 256;

    /** Reads a file in all ways there are. */
    @FunctionalInterface
    interface Reading {
        void read(Path file) throws IOException;
    }

    /** How many files were read through, and how many were refused. */
    record Outcome(int read, int refused) {}

    private Fuzzing() {}

    /**
     * @param name name of the files, with the suffix that tells the format
     * @param corpus valid files
     */
    static Outcome run(String name, List<byte[]> corpus, Path directory, Reading reading) throws Exception {
        int read = 0;
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "fuzz");
            thread.setDaemon(true);
            return thread;
        });
        AtomicReference<Thread> thread = new AtomicReference<>();
        worker.submit(() -> thread.set(Thread.currentThread())).get();
        // Classes are loaded and tables built before allocations are counted.
        for (byte[] valid : corpus) {
            Path file = Files.write(directory.resolve("0-" + name), valid);
            worker.submit(() -> attempt(reading, file)).get();
            worker.submit(() -> attempt(reading, file)).get();
        }
        for (int i = 0; i < FILES; i++) {
            SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + i);
            byte[] valid = corpus.get(random.nextInt(corpus.size()));
            byte[] bytes = new Mutator(random.nextLong()).mutate(valid, corpus);
            // A name of its own: the one before may still be mapped.
            Path file = Files.write(directory.resolve(i + "-" + name), bytes);
            Future<Boolean> attempt = worker.submit(() -> measured(reading, file, bytes.length));
            try {
                read += attempt.get(SECONDS, TimeUnit.SECONDS) ? 1 : 0;
            } catch (ExecutionException e) {
                throw failure(i, name, bytes, e.getCause());
            } catch (TimeoutException e) {
                AssertionError hangs = new AssertionError("takes more than " + SECONDS + " s");
                hangs.setStackTrace(thread.get().getStackTrace());
                throw failure(i, name, bytes, hangs);
            }
            Files.delete(file);
        }
        worker.shutdown();
        return new Outcome(read, FILES - read);
    }

    private static boolean measured(Reading reading, Path file, int size) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        boolean read = attempt(reading, file);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        if (allocated > ALLOWED_BYTES + size * ALLOWED_PER_FILE_BYTE) {
            throw new AssertionError("allocates " + allocated + " bytes for a file of " + size);
        }
        return read;
    }

    private static boolean attempt(Reading reading, Path file) throws IOException {
        try {
            reading.read(file);
            return true;
        } catch (FormatException | UncheckedIOException | IllegalArgumentException e) {
            if (e.getMessage() == null
                    || !e.getMessage().contains(file.getFileName().toString())) {
                throw new AssertionError("does not name the file: " + e, e);
            }
            return false;
        }
    }

    private static AssertionError failure(int number, String name, byte[] bytes, Throwable cause) throws IOException {
        Path kept = Files.createDirectories(Path.of("target", "fuzz")).resolve(SEED + "-" + number + "-" + name);
        Files.write(kept, bytes);
        String start = Arrays.toString(Arrays.copyOf(bytes, Math.min(bytes.length, 16)));
        return new AssertionError(
                "case " + number + " of seed " + SEED + ", kept as " + kept + " (" + start + "…): " + cause, cause);
    }
}
