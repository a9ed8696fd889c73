package io.sae4j.engine.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyTaskRunsOnce(int count) {
        try (Workers workers = new Workers(count)) {
            assertThat(workers.count()).isEqualTo(count);
            for (int tasks : new int[] {0, 1, 2, 3, 7, 1021}) {
                for (int repeat = 0; repeat < 20; repeat++) {
                    AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
                    AtomicIntegerArray busy = new AtomicIntegerArray(count);
                    workers.lead(() -> {
                        workers.run(tasks, (task, worker) -> {
                            assertThat(busy.incrementAndGet(worker))
                                    .as("tasks at a time on a worker")
                                    .isEqualTo(1);
                            runs.incrementAndGet(task);
                            busy.decrementAndGet(worker);
                        });
                        return true;
                    });
                    for (int task = 0; task < tasks; task++) {
                        assertThat(runs.get(task)).isEqualTo(1);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void onEachRunsOnceOnEveryThread(int count) {
        try (Workers workers = new Workers(count)) {
            Set<Thread> threads = threads(workers);
            assertThat(threads).hasSize(count).doesNotContain(Thread.currentThread());
            assertThat(threads(workers)).as("the same threads again").isEqualTo(threads);
        }
    }

    @Test
    void leadReturnsWhatTheActionDoes() {
        try (Workers workers = new Workers(2)) {
            assertThat(workers.lead(() -> "answer")).isEqualTo("answer");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void aFailureIsThrownAndTheNextPassRuns(int count) {
        try (Workers workers = new Workers(count)) {
            for (int failing : new int[] {0, 5, 99}) {
                IllegalArgumentException failure = new IllegalArgumentException("task " + failing);
                assertThatThrownBy(() -> runFailing(workers, 100, failing, failure))
                        .isSameAs(failure);
                AtomicInteger done = new AtomicInteger();
                workers.lead(() -> {
                    workers.run(100, (task, worker) -> done.incrementAndGet());
                    return true;
                });
                assertThat(done).hasValue(100);
            }
            Error error = new AssertionError("an error too");
            assertThatThrownBy(() -> runFailing(workers, 3, 1, error)).isSameAs(error);
        }
    }

    @Test
    void aFailureStopsWhatHasNotBegun() {
        try (Workers workers = new Workers(2)) {
            AtomicInteger begun = new AtomicInteger();
            assertThatThrownBy(() -> workers.lead(() -> {
                        workers.run(1_000_000, (task, worker) -> {
                            begun.incrementAndGet();
                            throw new IllegalStateException();
                        });
                        return true;
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(begun.get()).isLessThan(1_000_000);
        }
    }

    @Test
    void closeEndsTheThreads() throws InterruptedException {
        Workers workers = new Workers(3);
        Set<Thread> threads = threads(workers);
        assertThat(threads).allMatch(Thread::isAlive).allMatch(Thread::isDaemon);
        workers.close();
        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
        workers.close();
    }

    /** A step cannot be left half-way: others would use its buffers while it still runs. */
    @Test
    void anInterruptedCallerGetsItsResultAndStaysInterrupted() throws InterruptedException {
        try (Workers workers = new Workers(2)) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            AtomicBoolean whole = new AtomicBoolean();
            AtomicBoolean interrupted = new AtomicBoolean();
            Thread caller = new Thread(() -> {
                boolean result = workers.lead(() -> {
                    workers.run(2, (task, worker) -> {
                        begun.countDown();
                        await(goOn);
                    });
                    return true;
                });
                whole.set(result);
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            caller.start();
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();
            caller.join(100);
            assertThat(caller.isAlive()).as("waits for the end of the step").isTrue();
            goOn.countDown();
            caller.join(10_000);
            assertThat(whole).isTrue();
            assertThat(interrupted).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean runFailing(Workers workers, int tasks, int failing, Throwable failure) {
        return workers.lead(() -> {
            workers.run(tasks, (task, worker) -> {
                if (task == failing) {
                    WorkersTest.<RuntimeException>sneak(failure);
                }
            });
            return true;
        });
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }

    private static Set<Thread> threads(Workers workers) {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger runs = new AtomicInteger();
        workers.lead(() -> {
            workers.onEach((task, worker) -> {
                assertThat(task).isEqualTo(worker);
                runs.incrementAndGet();
                threads.add(Thread.currentThread());
            });
            return true;
        });
        assertThat(runs).hasValue(workers.count());
        return threads;
    }
}
