package io.sae4j.onednn;

import java.util.function.Supplier;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * While any is open on a thread, OpenMP regions that this thread enters run on it alone; the count that was there before is
 * restored with the last. OpenMP keeps the count per thread. It is set through ND4J, which shares one copy of GNU's OpenMP
 * with oneDNN: both ask for {@code libgomp.so.1}, and the loader takes the one that is already there.
 */
final class SingleOmpThread implements AutoCloseable {
    private static final ThreadLocal<SingleOmpThread> CURRENT = ThreadLocal.withInitial(SingleOmpThread::new);

    private final Thread owner = Thread.currentThread();
    private int open;
    private int before;

    private SingleOmpThread() {}

    /** Opens one more on this thread. */
    static SingleOmpThread enter() {
        SingleOmpThread current = CURRENT.get();
        NativeOps ops = ops();
        if (current.open++ == 0) {
            current.before = ops.ompGetMaxThreads();
        }
        // Each time: somebody else may have set it meanwhile.
        ops.setOmpNumThreads(1);
        return current;
    }

    /** What {@code work} returns, run on this thread alone. */
    static <T> T call(Supplier<T> work) {
        SingleOmpThread alone = enter();
        try {
            return work.get();
        } finally {
            alone.close();
        }
    }

    /** Has no effect on another thread, whose count is its own. */
    @Override
    public void close() {
        if (Thread.currentThread() == owner && --open == 0) {
            ops().setOmpNumThreads(before);
        }
    }

    private static NativeOps ops() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps();
    }
}
