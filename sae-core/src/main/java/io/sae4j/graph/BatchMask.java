package io.sae4j.graph;

/** Computes on the host the mask of a whole batch, where a row's mask depends on other rows. See {@link RowMask}. */
@FunctionalInterface
public interface BatchMask {
    /**
     * Fills the mask. May use several threads, {@link RowParts} for one way to do so.
     *
     * @param values row-major {@code [rows, width]}, read only; not kept
     * @param mask row-major {@code [rows, width]}, all zero on entry; not kept
     */
    void fill(float[] values, int rows, int width, float[] mask);
}
