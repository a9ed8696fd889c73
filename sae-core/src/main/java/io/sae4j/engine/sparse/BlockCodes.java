package io.sae4j.engine.sparse;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The codes of one block of rows, row by row: for each the feature, the code as it enters the reconstruction, and, once
 * the block is decoded, the gradient of its pre-activation. Codes that carry a gradient to a threshold only (within its
 * kernel but not above it) have value 0. Arrays grow as needed and are kept from step to step.
 */
final class BlockCodes {
    private static final int START = 1024;

    /** Codes of row r are those from {@code start[r]} to {@code start[r + 1]}. */
    final int[] start;

    int[] feature = new int[START];
    /** The coefficient of the decoder row: z where the feature fires, else 0. */
    float[] value = new float[START];
    /** Whether the code lies within the kernel of its threshold. */
    boolean[] inKernel = new boolean[START];
    /** Gradient of z. */
    float[] gradient = new float[START];
    /** Gradient of the threshold. */
    float[] thresholdGradient = new float[START];
    /** What a gated encoder keeps beside; null for others. */
    final @Nullable GateCodes gates;
    /** Gradient of the norm of the decoder row. */
    float[] normGradient = new float[START];

    private int size;
    private int rows;

    /** Decides about one code. */
    @FunctionalInterface
    interface Filter {
        boolean keeps(int row, int feature, float value);
    }

    BlockCodes(int rows) {
        this(rows, false);
    }

    /** @param gated whether codes are open gates, whose values may be 0 */
    BlockCodes(int rows, boolean gated) {
        start = new int[rows + 1];
        gates = gated ? new GateCodes() : null;
    }

    /** Whether code {@code i} gives the feature's rows a gradient; else it has one to its threshold alone. */
    boolean reachesRows(int i) {
        return value[i] != 0 || gates != null;
    }

    void clear() {
        size = 0;
        rows = 0;
    }

    /** Rows filled so far. */
    int rows() {
        return rows;
    }

    int size() {
        return size;
    }

    /** Ends row {@code row}; rows are filled in order. */
    void endRow(int row) {
        start[row + 1] = size;
        rows = row + 1;
    }

    /** Drops the codes that {@code filter} does not keep; the order of the others stays. */
    void keep(Filter filter) {
        int from = 0;
        size = 0;
        for (int r = 0; r < rows; r++) {
            int to = start[r + 1];
            for (int i = from; i < to; i++) {
                if (filter.keeps(r, feature[i], value[i])) {
                    feature[size] = feature[i];
                    value[size] = value[i];
                    inKernel[size] = inKernel[i];
                    size++;
                }
            }
            from = to;
            start[r + 1] = size;
        }
    }

    void add(int j, float z, boolean kernel) {
        if (size == feature.length) {
            grow();
        }
        feature[size] = j;
        value[size] = z;
        inKernel[size] = kernel;
        size++;
    }

    private void grow() {
        int capacity = size + (size >> 1);
        feature = Arrays.copyOf(feature, capacity);
        value = Arrays.copyOf(value, capacity);
        inKernel = Arrays.copyOf(inKernel, capacity);
        gradient = new float[capacity];
        thresholdGradient = new float[capacity];
        normGradient = new float[capacity];
    }
}
