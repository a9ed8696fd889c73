package io.sae4j.graph;

/** Computes on the host the mask of a block of rows. */
@FunctionalInterface
public interface RowMask {
    /**
     * Fills rows {@code [from, to)} of the mask. Other rows may be filled by other threads at the same time.
     *
     * @param values row-major {@code [rows, width]}, read only; not kept
     * @param mask row-major {@code [rows, width]}, all zero on entry; not kept
     */
    void fill(float[] values, int from, int to, int width, float[] mask);

    /** The mask of a whole batch, its rows filled in parts by several threads. */
    default BatchMask ofBatch() {
        return (values, rows, width, mask) ->
                RowParts.forEach(rows, (part, from, to) -> fill(values, from, to, width, mask));
    }
}
