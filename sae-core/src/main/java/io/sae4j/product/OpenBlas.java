package io.sae4j.product;

import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.presets.openblas_nolapack;

/**
 * Row-major matrix products by OpenBLAS on the calling thread alone. OpenBLAS counts its threads globally, and ND4J uses
 * the same copy, so the count is one only {@linkplain #singleThreaded while} a step runs.
 */
public final class OpenBlas {
    private OpenBlas() {}

    static void load() {
        Loader.load(openblas.class);
    }

    /**
     * {@code c = op(a)·op(b) + beta·c} of parts of matrices, where op is the transpose when the flag is set; c is
     * {@code [m, n]}, the inner width k.
     */
    public static void gemm(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            NativeMatrix.Part a,
            NativeMatrix.Part b,
            float beta,
            NativeMatrix.Part c) {
        gemm(transposeA, transposeB, m, n, k, a.start, a.stride, b.start, b.stride, beta, c.start, c.stride);
    }

    /**
     * {@code c = op(a)·op(b) + beta·c}, where op is the transpose when the flag is set; c is {@code [m, n]}, the inner
     * width k. The last three strides are the entries from a row to the next, as the matrices lie in memory.
     */
    static void gemm(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            FloatPointer a,
            int strideA,
            FloatPointer b,
            int strideB,
            float beta,
            FloatPointer c,
            int strideC) {
        openblas.cblas_sgemm(
                openblas.CblasRowMajor,
                transposeA ? openblas.CblasTrans : openblas.CblasNoTrans,
                transposeB ? openblas.CblasTrans : openblas.CblasNoTrans,
                m,
                n,
                k,
                1f,
                a,
                strideA,
                b,
                strideB,
                beta,
                c,
                strideC);
    }

    /**
     * Runs {@code action} while OpenBLAS uses one thread per caller; restores the count when the last such action ends. Changing
     * the count costs some 0.5 ms.
     */
    public static <T> T singleThreaded(Supplier<T> action) {
        ThreadCount.hold();
        try {
            return action.get();
        } finally {
            ThreadCount.release();
        }
    }

    /** The same for an action without a result. */
    public static void singleThreaded(Runnable action) {
        singleThreaded(() -> {
            action.run();
            return true;
        });
    }

    private static final class ThreadCount {
        private static int holders;
        private static int before;

        static synchronized void hold() {
            if (holders++ == 0) {
                before = openblas_nolapack.blas_get_num_threads();
                openblas_nolapack.blas_set_num_threads(1);
            }
        }

        static synchronized void release() {
            if (--holders == 0) {
                openblas_nolapack.blas_set_num_threads(before);
            }
        }
    }
}
