package io.sae4j.activations.combine;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A thread that fills batches from a pass. A fixed number of batches goes round between it and its reader, so it is
 * never farther ahead than those hold. The thread alone touches the pass once it runs, and closes it at its end.
 */
final class ReadAhead {
    private static final int PARTS = 8;
    private static final AtomicLong NUMBER = new AtomicLong();

    private final RowReader reader;
    private final Thread thread;
    private final BlockingQueue<Batch> free = new ArrayBlockingQueue<>(PARTS + 1);
    private final BlockingQueue<Part> filled = new ArrayBlockingQueue<>(PARTS + 1);
    /** Given to the thread instead of a free batch, to wake it. */
    private final Batch stop = Batch.autoencoder(1, 1);

    private volatile boolean stopping;
    private @Nullable Throwable closeFailure;

    /**
     * Rows that were read together.
     *
     * @param count how many of {@code rows} count; a read that failed may have left more
     * @param last whether the pass ended with them, or failed
     * @param failure what it failed with
     */
    record Part(
            Batch rows, int count, boolean last, @Nullable Throwable failure) {
        /** Throws what the pass failed with, if it did. */
        void rethrow() {
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            if (failure instanceof Error error) {
                throw error;
            }
        }
    }

    private ReadAhead(ActivationSource source, RowReader reader, int rowsAhead) {
        this.reader = reader;
        int rows = (rowsAhead - 1) / PARTS + 1;
        for (int p = 0; p < Math.min(PARTS, rowsAhead / rows); p++) {
            free.add(Batch.forSource(source, rows));
        }
        this.thread = new Thread(this::run, "sae4j-read-ahead-" + NUMBER.getAndIncrement());
        thread.setDaemon(true);
    }

    /** @param reader belongs to the thread from now on */
    static ReadAhead start(ActivationSource source, RowReader reader, int rowsAhead) {
        ReadAhead ahead = new ReadAhead(source, reader, rowsAhead);
        ahead.thread.start();
        return ahead;
    }

    /** The next rows; after the last part there are none, and this must not be called. */
    Part take() throws InterruptedException {
        return filled.take();
    }

    /** Hands a part back, to be filled again. */
    void giveBack(Part part) {
        part.rows().clear();
        free.add(part.rows());
    }

    private void run() {
        try {
            boolean more = true;
            while (more) {
                Batch batch = free.take();
                if (stopping) {
                    return;
                }
                Part part = fill(batch);
                filled.add(part);
                more = !part.last();
            }
        } catch (InterruptedException e) {
            IllegalStateException failure = new IllegalStateException("the thread that reads ahead was interrupted", e);
            filled.add(new Part(stop, 0, true, failure));
        } finally {
            closeReader();
        }
    }

    private Part fill(Batch batch) {
        int count = 0;
        try {
            while (!batch.isFull() && !stopping) {
                if (reader.read(batch) == 0) {
                    return new Part(batch, count, true, null);
                }
                count = batch.rows();
            }
            return new Part(batch, count, false, null);
        } catch (RuntimeException | Error e) {
            return new Part(batch, count, true, e);
        }
    }

    private void closeReader() {
        try {
            reader.close();
        } catch (RuntimeException | Error e) {
            closeFailure = e;
        }
    }

    /** Ends the thread after the read under way, and throws what closing the pass failed with. */
    void close() {
        stopping = true;
        free.offer(stop);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        new Part(stop, 0, true, closeFailure).rethrow();
    }
}
