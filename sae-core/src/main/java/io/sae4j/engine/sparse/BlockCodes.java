package io.sae4j.engine.sparse;

import java.util.Arrays;

/**
 * The codes of one block of rows, row by row: for each the feature, the code as it enters the reconstruction, and, once
 * the block is decoded, the gradient of its pre-activation. Codes within the kernel of a threshold but not above it have
 * value 0. Arrays grow as needed and are kept from step to step.
 */
final class BlockCodes {
    private static final int START = 1024;

    /** Codes of row r are those from {@code start[r]} to {@code start[r + 1]}. */
    final int[] start;

    int[] feature = new int[START];
    /** The coefficient of the decoder row: z where the feature fires, else 0. */
    float[] value = new float[START];
    /** The estimate of the step's derivative: the density of the straight-through kernel at z; 0 outside of it. */
    float[] kernel = new float[START];
    /** Gradient of z. */
    float[] gradient = new float[START];
    /** Gradient of the threshold. */
    float[] thresholdGradient = new float[START];
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
        start = new int[rows + 1];
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

    /** How many codes fire. */
    long firings() {
        long count = 0;
        for (int i = 0; i < size; i++) {
            count += value[i] != 0 ? 1 : 0;
        }
        return count;
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
                    kernel[size] = kernel[i];
                    size++;
                }
            }
            from = to;
            start[r + 1] = size;
        }
    }

    /** Adds a code that lies in no kernel. */
    void add(int j, float z) {
        add(j, z, 0f);
    }

    void add(int j, float z, float density) {
        if (size == feature.length) {
            grow();
        }
        feature[size] = j;
        value[size] = z;
        kernel[size] = density;
        size++;
    }

    /** Whether code {@code i}, once decoded, takes part in the gradients of its feature's rows. */
    boolean reachesRows(int i) {
        return value[i] != 0 || gradient[i] != 0;
    }

    private void grow() {
        int capacity = size + (size >> 1);
        feature = Arrays.copyOf(feature, capacity);
        value = Arrays.copyOf(value, capacity);
        kernel = Arrays.copyOf(kernel, capacity);
        gradient = new float[capacity];
        thresholdGradient = new float[capacity];
        normGradient = new float[capacity];
    }
}
