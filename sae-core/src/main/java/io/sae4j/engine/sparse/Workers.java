package io.sae4j.engine.sparse;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A fixed set of threads that share out the tasks of a pass by a counter. Threads of our own, because a worker keeps
 * native buffers that belong to its thread. The first of them, the leader, runs the step itself and takes part in each
 * pass; the others look out for the next pass for some microseconds before they sleep, because a small step has passes
 * that are shorter than a wake-up.
 */
final class Workers implements AutoCloseable {
    private static final int SPINS = 2_000;

    /** One task of a pass, on the given worker. */
    @FunctionalInterface
    interface Task {
        void run(int task, int worker);
    }

    private final ExecutorService leader;
    private final Thread[] helpers;
    private volatile @Nullable Pass current;
    private volatile boolean closed;

    Workers(int count) {
        leader = Executors.newSingleThreadExecutor(action -> thread(action, 0));
        helpers = new Thread[count - 1];
        for (int h = 0; h < helpers.length; h++) {
            int worker = h + 1;
            helpers[h] = thread(() -> loop(worker), worker);
            helpers[h].start();
        }
    }

    private static Thread thread(Runnable action, int worker) {
        Thread thread = new Thread(action, "sae4j-worker-" + worker);
        thread.setDaemon(true);
        return thread;
    }

    int count() {
        return helpers.length + 1;
    }

    /**
     * Runs {@code action} on the leader, which alone may call {@link #run} and {@link #onEach}. A caller who is interrupted
     * waits for the end all the same, because the action still uses what he would close.
     */
    <T> T lead(Supplier<T> action) {
        try {
            return Objects.requireNonNull(Uninterruptibles.getUninterruptibly(leader.submit(action::get)));
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            Throwables.throwIfUnchecked(cause);
            throw new IllegalStateException(cause);
        }
    }

    /** Runs tasks {@code 0 … tasks − 1} and returns when all are done; the first failure is thrown here. */
    void run(int tasks, Task task) {
        run(new Pass(task, tasks, false));
    }

    /** Runs {@code action} once on each worker, on its own thread; its task number is the worker's. */
    void onEach(Task action) {
        run(new Pass(action, count(), true));
    }

    private void run(Pass pass) {
        current = pass;
        if (pass.tasks > 1) {
            for (Thread helper : helpers) {
                LockSupport.unpark(helper);
            }
        }
        pass.work(0);
        pass.awaitHelpers();
    }

    private void loop(int worker) {
        Pass done = null;
        while (!closed) {
            Pass pass = current;
            if (pass != null && pass != done) {
                pass.work(worker);
                done = pass;
            } else {
                await(done);
            }
        }
    }

    private void await(@Nullable Pass done) {
        for (int i = 0; i < SPINS; i++) {
            if (current != done || closed) {
                return;
            }
            Thread.onSpinWait();
        }
        LockSupport.park(this);
    }

    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        leader.shutdown();
    }

    /**
     * One pass; a fresh object each time. It is over when its tasks are done, whether or not every helper woke up for it:
     * a late one finds no task left.
     */
    private static final class Pass {
        final Task task;
        final int tasks;
        final boolean oneEach;
        final AtomicInteger next = new AtomicInteger();
        final AtomicInteger unfinished;
        final Thread leader = Thread.currentThread();
        volatile @Nullable Throwable failure;

        Pass(Task task, int tasks, boolean oneEach) {
            this.task = task;
            this.tasks = tasks;
            this.oneEach = oneEach;
            this.unfinished = new AtomicInteger(tasks);
        }

        void work(int worker) {
            if (oneEach) {
                runOne(worker, worker);
                return;
            }
            for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                runOne(i, worker);
            }
        }

        private void runOne(int number, int worker) {
            try {
                if (failure == null) {
                    task.run(number, worker);
                }
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                if (unfinished.decrementAndGet() == 0) {
                    LockSupport.unpark(leader);
                }
            }
        }

        void awaitHelpers() {
            for (int i = 0; unfinished.get() > 0; i++) {
                if (i < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            Throwable thrown = failure;
            if (thrown != null) {
                Throwables.throwIfUnchecked(thrown);
            }
        }
    }
}
