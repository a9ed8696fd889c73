package io.sae4j.model;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

import java.util.Arrays;

/**
 * The codes of a batch of rows, holding only what fires. Row {@code r} has its features at {@code indices(r)} (ascending)
 * with activations {@code values(r)}, in the units of the raw activations.
 *
 * <p>Immutable: every array that is handed out is a copy.
 */
public final class SparseCodes {
    private final int dSae;
    private final int[] rowStarts;
    private final int[] indices;
    private final float[] values;

    /**
     * Takes ownership of the arrays (compressed sparse rows).
     *
     * @param dSae width of a dense code
     * @param rowStarts {@code [rows + 1]}, first entry 0; row r's entries lie in {@code [rowStarts[r], rowStarts[r+1])}
     * @param indices feature indices, ascending within a row
     * @param values activations, same length as {@code indices}
     */
    public SparseCodes(int dSae, int[] rowStarts, int[] indices, float[] values) {
        checkArgument(dSae > 0, "dSae must be positive, got %s", dSae);
        checkArgument(rowStarts.length > 0 && rowStarts[0] == 0, "rowStarts must begin with 0");
        int entries = rowStarts[rowStarts.length - 1];
        checkArgument(
                indices.length == entries && values.length == entries,
                "indices and values must have %s entries as rowStarts says, got %s and %s",
                entries,
                indices.length,
                values.length);
        this.dSae = dSae;
        this.rowStarts = rowStarts;
        this.indices = indices;
        this.values = values;
    }

    /** Collects the non-zero entries of row-major dense codes {@code [rows, dSae]}. */
    public static SparseCodes ofDense(float[] dense, int rows, int dSae) {
        checkArgument(dense.length >= (long) rows * dSae, "dense must hold %s rows of %s", rows, dSae);
        int[] starts = new int[rows + 1];
        int count = 0;
        for (int i = 0; i < rows * dSae; i++) {
            if (dense[i] != 0f) {
                count++;
            }
        }
        int[] indices = new int[count];
        float[] values = new float[count];
        int at = 0;
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < dSae; j++) {
                float value = dense[r * dSae + j];
                if (value != 0f) {
                    indices[at] = j;
                    values[at++] = value;
                }
            }
            starts[r + 1] = at;
        }
        return new SparseCodes(dSae, starts, indices, values);
    }

    public int rows() {
        return rowStarts.length - 1;
    }

    /** Width of a dense code: the number of features. */
    public int dSae() {
        return dSae;
    }

    /** Number of stored activations over all rows. */
    public int nonZeros() {
        return indices.length;
    }

    /** Number of features that fire on {@code row}: its L0. */
    public int count(int row) {
        checkElementIndex(row, rows(), "row");
        return rowStarts[row + 1] - rowStarts[row];
    }

    /** The features that fire on {@code row}, ascending; a fresh array. */
    public int[] indices(int row) {
        checkElementIndex(row, rows(), "row");
        return Arrays.copyOfRange(indices, rowStarts[row], rowStarts[row + 1]);
    }

    /** Their activations, in the same order; a fresh array. */
    public float[] values(int row) {
        checkElementIndex(row, rows(), "row");
        return Arrays.copyOfRange(values, rowStarts[row], rowStarts[row + 1]);
    }

    /** The activation of {@code feature} on {@code row}; 0 when it does not fire. */
    public float value(int row, int feature) {
        checkElementIndex(row, rows(), "row");
        checkElementIndex(feature, dSae, "feature");
        int at = Arrays.binarySearch(indices, rowStarts[row], rowStarts[row + 1], feature);
        return at >= 0 ? values[at] : 0f;
    }

    /** Adds rows {@code [from, to)} into the zero-filled row-major {@code target [to - from, dSae]}. */
    public void scatter(int from, int to, float[] target) {
        for (int r = from; r < to; r++) {
            int base = (r - from) * dSae;
            for (int i = rowStarts[r]; i < rowStarts[r + 1]; i++) {
                target[base + indices[i]] = values[i];
            }
        }
    }

    /** Rows one after the other, as if they had been encoded in one batch. */
    public static SparseCodes concatenate(Iterable<SparseCodes> parts, int dSae) {
        int rows = 0;
        int entries = 0;
        for (SparseCodes part : parts) {
            checkArgument(part.dSae == dSae, "every part must have dSae %s, got %s", dSae, part.dSae);
            rows += part.rows();
            entries = Math.addExact(entries, part.nonZeros());
        }
        int[] starts = new int[rows + 1];
        int[] indices = new int[entries];
        float[] values = new float[entries];
        int row = 0;
        int at = 0;
        for (SparseCodes part : parts) {
            System.arraycopy(part.indices, 0, indices, at, part.nonZeros());
            System.arraycopy(part.values, 0, values, at, part.nonZeros());
            for (int r = 0; r < part.rows(); r++) {
                starts[++row] = at + part.rowStarts[r + 1];
            }
            at += part.nonZeros();
        }
        return new SparseCodes(dSae, starts, indices, values);
    }
}
