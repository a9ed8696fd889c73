package io.sae4j.nd;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Matrix products into row-major results.
 *
 * <p>BLAS here writes column-major results only; asked for a row-major one, ND4J makes a hidden temporary and copies it,
 * which costs as much again. Written as {@code Cᵀ = Bᵀ·Aᵀ} into the transposed view of the row-major result it costs
 * nothing.
 */
public final class Products {
    private Products() {}

    /**
     * {@code out = alpha·op(a)·op(b) + beta·out}, where op is the transpose when the flag is set.
     *
     * @param out row-major ('c' order) and dense, {@code [m, n]}; must not overlap {@code a} or {@code b}
     */
    public static void gemm(
            INDArray a, boolean transposeA, INDArray b, boolean transposeB, double alpha, double beta, INDArray out) {
        if (out.ordering() != 'c') {
            throw new IllegalArgumentException("out must be row-major, got order '" + out.ordering() + "'");
        }
        Nd4j.gemm(b, a, out.transpose(), !transposeB, !transposeA, alpha, beta);
    }

    /** {@code out = a·b}. */
    public static void multiply(INDArray a, INDArray b, INDArray out) {
        gemm(a, false, b, false, 1.0, 0.0, out);
    }
}
