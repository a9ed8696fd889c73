package io.sae4j.nd;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Silences what ND4J prints while it builds gradients ("Added differentiated op …"). Only the calling thread's output is
 * dropped; other threads go on writing to the real stdout.
 */
public final class QuietStdout {
    private static final Object LOCK = new Object();

    private QuietStdout() {}

    /** Runs {@code work} while this thread's writes to {@link System#out} are dropped. */
    public static <T> T during(Supplier<T> work) {
        synchronized (LOCK) {
            PrintStream real = System.out;
            Thread silent = Thread.currentThread();
            System.setOut(new PrintStream(new ThreadFilter(real, silent), true));
            try {
                return work.get();
            } finally {
                System.setOut(real);
            }
        }
    }

    private static final class ThreadFilter extends OutputStream {
        private final PrintStream real;
        private final Thread silent;

        ThreadFilter(PrintStream real, Thread silent) {
            this.real = real;
            this.silent = silent;
        }

        @Override
        public void write(int b) {
            if (Thread.currentThread() != silent) {
                real.write(b);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (Thread.currentThread() != silent) {
                real.write(bytes, offset, length);
            }
        }

        @Override
        public void flush() {
            real.flush();
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "stdout without thread %s", silent.getName());
        }
    }
}
