package io.sae4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT and SIGTERM into an orderly end: the running work is asked to stop, cleans up after itself, and only then
 * the JVM goes.
 */
final class Interruption {
    /** Longer than a step or an evaluated block takes; after it the JVM ends anyway. */
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;
    private volatile Runnable stop = () -> {};

    /** Makes the end of the JVM wait for {@link #finished()}. */
    void installHook() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "sae-shutdown"));
    }

    /** What ends the work that now begins; run at once when the request came before. */
    void onRequest(Runnable action) {
        stop = action;
        if (requested) {
            action.run();
        }
    }

    void request() {
        requested = true;
        stop.run();
    }

    boolean isRequested() {
        return requested;
    }

    /** @throws InterruptedRunException when the work is to end */
    void check() {
        if (requested) {
            throw new InterruptedRunException();
        }
    }

    /** The work has ended, in whatever way. */
    void finished() {
        finished.countDown();
    }

    private void shutDown() {
        if (finished.getCount() == 0) {
            return;
        }
        request();
        try {
            if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("sae: the run did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
