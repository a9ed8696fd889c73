package io.sae4j.activations.combine;

import static io.sae4j.activations.combine.Rows.array;
import static io.sae4j.activations.combine.Rows.negated;
import static io.sae4j.activations.combine.Rows.numbers;
import static io.sae4j.activations.combine.Rows.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.ForwardingSource;
import io.sae4j.data.RowReader;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PrefetchingTest {
    private static final int ROWS = 1000;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 100, 5000})
    void changesNothingButTheThread(int rowsAhead) {
        ActivationSource plain = negated(array(0, ROWS));
        ActivationSource source = Sources.prefetching(plain, rowsAhead);
        assertThat(source.rowCount()).hasValue(ROWS);
        assertThat(source.randomAccess()).isTrue();
        assertThat(source.hasOwnTargets()).isTrue();
        assertThat(numbers(source, source.sequential(), 7)).isEqualTo(range(0, ROWS));
        assertThat(numbers(source, source.shuffled(1), 64)).isEqualTo(numbers(plain, plain.shuffled(1), 64));
        Batch batch = Batch.forSource(source, ROWS);
        try (RowReader pass = source.shuffled(2)) {
            while (pass.read(batch) > 0) {}
            assertThat(pass.read(Batch.forSource(source, 1))).isZero();
        }
        for (int i = 0; i < ROWS; i++) {
            assertThat(batch.target()[2 * i]).isEqualTo(-batch.input()[2 * i]);
            assertThat(batch.sourceRow(i)).isEqualTo((long) batch.input()[2 * i]);
        }
    }

    @Test
    void skipsBeforeAndAfterTheFirstRead() {
        ActivationSource source = Sources.prefetching(array(0, ROWS), 50);
        RowReader pass = source.sequential();
        Batch batch = Batch.forSource(source, 10);
        assertThat(pass.skip(100, batch)).isEqualTo(100);
        pass.read(batch);
        assertThat(batch.input()[0]).isEqualTo(100);
        assertThat(pass.skip(300, batch)).isEqualTo(300);
        assertThat(numbers(source, pass, 33)).isEqualTo(range(410, ROWS));
    }

    @Test
    void readsAheadOnOneDaemonThreadThatEndsWithThePass() throws InterruptedException {
        AtomicReference<Thread> thread = new AtomicReference<>();
        ActivationSource source =
                Sources.prefetching(watched(array(0, ROWS), batch -> thread.set(Thread.currentThread())), 80);
        RowReader pass = source.sequential();
        Batch batch = Batch.forSource(source, 10);
        pass.read(batch);
        Thread reading = thread.get();
        assertThat(reading).isNotSameAs(Thread.currentThread());
        assertThat(reading.isDaemon()).isTrue();
        assertThat(reading.getName()).startsWith("sae4j-read-ahead-");
        while (reading.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        pass.close();
        assertThat(reading.isAlive()).isFalse();
        pass.close();
        assertThatThrownBy(() -> pass.read(batch)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void isBounded() throws InterruptedException {
        AtomicInteger read = new AtomicInteger();
        AtomicReference<Thread> thread = new AtomicReference<>();
        ActivationSource source = Sources.prefetching(
                watched(array(0, ROWS), batch -> {
                    thread.set(Thread.currentThread());
                    read.addAndGet(batch.rows());
                }),
                80);
        try (RowReader pass = source.sequential()) {
            pass.read(Batch.forSource(source, 10));
            while (thread.get().getState() != Thread.State.WAITING) {
                Thread.sleep(1);
            }
            assertThat(read.get()).isBetween(80, 90);
        }
    }

    @Test
    void deliversTheRowsBeforeAnErrorThenTheErrorItself() {
        IllegalStateException broken = new IllegalStateException("broken");
        AtomicInteger reads = new AtomicInteger();
        ActivationSource source = Sources.prefetching(
                watched(array(0, ROWS), batch -> {
                    if (reads.incrementAndGet() == 4) {
                        throw broken;
                    }
                }),
                80);
        List<Integer> rows = new ArrayList<>();
        try (RowReader pass = source.sequential()) {
            Batch batch = Batch.forSource(source, 7);
            assertThatThrownBy(() -> {
                        while (true) {
                            batch.clear();
                            try {
                                pass.read(batch);
                            } finally {
                                for (int i = 0; i < batch.rows(); i++) {
                                    rows.add((int) batch.input()[2 * i]);
                                }
                            }
                        }
                    })
                    .isSameAs(broken);
            assertThatThrownBy(() -> pass.read(Batch.forSource(source, 7))).isSameAs(broken);
        }
        assertThat(rows).isEqualTo(range(0, 30));
    }

    @Test
    void anInterruptedReaderStopsWaiting() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        ActivationSource source = Sources.prefetching(watched(array(0, ROWS), batch -> await(never)), 80);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            RowReader pass = source.sequential();
            try {
                pass.read(Batch.forSource(source, 7));
            } catch (UncheckedIOException e) {
                thrown.set(e);
            }
            pass.close();
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        reader.start();
        while (reader.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        reader.interrupt();
        reader.join();
        never.countDown();
        assertThat(thrown.get()).hasCauseInstanceOf(InterruptedIOException.class);
        assertThat(interrupted.get()).isTrue();
    }

    @Test
    void closingClosesThePassAndTellsWhatFailed() {
        AtomicInteger closed = new AtomicInteger();
        ActivationSource source = Sources.prefetching(closing(array(0, ROWS), closed::incrementAndGet));
        source.sequential().close();
        assertThat(closed.get()).isEqualTo(1);
        RowReader pass = source.sequential();
        pass.read(Batch.forSource(source, 3));
        pass.close();
        assertThat(closed.get()).isEqualTo(2);
        RowReader failing = Sources.prefetching(closing(array(0, ROWS), () -> {
                    throw new IllegalStateException("cannot close");
                }))
                .sequential();
        failing.read(Batch.autoencoder(3, 2));
        assertThatThrownBy(failing::close).hasMessage("cannot close");
        assertThatThrownBy(() -> Sources.prefetching(array(0, 1), 0)).hasMessageContaining("rowsAhead");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads of sequential passes are told, with the batch filled. */
    private static ActivationSource watched(ActivationSource source, Consumer<Batch> watcher) {
        return new ForwardingSource(source) {
            @Override
            public RowReader sequential() {
                RowReader reader = super.sequential();
                return batch -> {
                    int count = reader.read(batch);
                    watcher.accept(batch);
                    return count;
                };
            }
        };
    }

    private static ActivationSource closing(ActivationSource source, Runnable onClose) {
        return new ForwardingSource(source) {
            @Override
            public RowReader sequential() {
                RowReader reader = super.sequential();
                return new RowReader() {
                    @Override
                    public int read(Batch batch) {
                        return reader.read(batch);
                    }

                    @Override
                    public void close() {
                        onClose.run();
                    }
                };
            }
        };
    }
}
