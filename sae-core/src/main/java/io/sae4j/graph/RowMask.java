package io.sae4j.graph;

/** Computes on the host the mask of a block of rows. */
@FunctionalInterface
public interface RowMask {
    /**
     * Fills the mask; must not keep the arrays.
     *
     * @param values row-major {@code [rows, width]}, read only
     * @param mask row-major {@code [rows, width]}, all zero on entry
     */
    void fill(float[] values, int rows, int width, float[] mask);
}
