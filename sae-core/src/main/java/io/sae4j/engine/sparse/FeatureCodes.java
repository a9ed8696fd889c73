package io.sae4j.engine.sparse;

import java.util.Arrays;

/**
 * The codes of a batch by feature, in order of the rows: the transpose of the blocks' codes by counting sort, with the sums
 * per feature that need no row. Workers share the features out, each reads all codes, none writes what another writes.
 * Codes that carry a gradient to their threshold alone enter the sums alone.
 */
final class FeatureCodes {
    /**
     * Fewer codes are transposed by fewer workers: each reads all codes, and is often wrong about the branch that asks whether a
     * code is its own. 16,384 codes take one worker 0.15 ms, two 0.3.
     */
    private static final long CODES_PER_PART = 1 << 18;

    /** Codes of feature j are those from {@code start[j]} to {@code start[j + 1]}. */
    final int[] start;

    int[] row = new int[0];
    float[] value = new float[0];
    float[] gradient = new float[0];

    /** Rows on which each feature fired. */
    final int[] firings;
    /** Whether any code of each feature takes part in the gradients of its rows. */
    final boolean[] reachesRows;

    final double[] biasGradient;
    final double[] thresholdGradient;
    final double[] normGradient;
    /** Sum of each feature's codes. */
    final double[] valueSum;

    private final int features;
    private final int[] next;

    FeatureCodes(int features) {
        this.features = features;
        start = new int[features + 1];
        next = new int[features];
        firings = new int[features];
        reachesRows = new boolean[features];
        biasGradient = new double[features];
        thresholdGradient = new double[features];
        normGradient = new double[features];
        valueSum = new double[features];
    }

    /** Takes the codes of those blocks that have any; {@code blocks[b]} is null for blocks that were not sparse. */
    void transpose(BlockCodes[] blocks, RowBlock[] ranges, boolean[] sparse, Workers workers) {
        int parts = (int) Math.min(workers.count(), 1 + codesOf(blocks, sparse) / CODES_PER_PART);
        workers.run(parts, (p, w) -> count(blocks, sparse, bound(p, parts), bound(p + 1, parts)));
        int total = 0;
        for (int j = 0; j < features; j++) {
            int count = start[j + 1];
            start[j] = total;
            next[j] = total;
            total += count;
        }
        start[features] = total;
        if (row.length < total) {
            int capacity = total + total / 8;
            row = new int[capacity];
            value = new float[capacity];
            gradient = new float[capacity];
        }
        workers.run(parts, (p, w) -> fill(blocks, ranges, sparse, bound(p, parts), bound(p + 1, parts)));
    }

    private static long codesOf(BlockCodes[] blocks, boolean[] sparse) {
        long total = 0;
        for (int b = 0; b < blocks.length; b++) {
            total += sparse[b] ? blocks[b].size() : 0;
        }
        return total;
    }

    private int bound(int part, int parts) {
        return (int) ((long) features * part / parts);
    }

    /** Counts into {@code start[j + 1]}, which {@link #transpose} then turns into positions. */
    private void count(BlockCodes[] blocks, boolean[] sparse, int from, int to) {
        Arrays.fill(start, from + 1, to + 1, 0);
        Arrays.fill(firings, from, to, 0);
        Arrays.fill(reachesRows, from, to, false);
        for (double[] sum : new double[][] {biasGradient, thresholdGradient, normGradient, valueSum}) {
            Arrays.fill(sum, from, to, 0);
        }
        for (int b = 0; b < blocks.length; b++) {
            BlockCodes codes = blocks[b];
            for (int i = 0; i < (sparse[b] ? codes.size() : 0); i++) {
                int j = codes.feature[i];
                if (j >= from && j < to && codes.reachesRows(i)) {
                    start[j + 1]++;
                }
            }
        }
    }

    private void fill(BlockCodes[] blocks, RowBlock[] ranges, boolean[] sparse, int from, int to) {
        for (int b = 0; b < blocks.length; b++) {
            BlockCodes codes = blocks[b];
            for (int r = 0; r < (sparse[b] ? codes.rows() : 0); r++) {
                for (int i = codes.start[r]; i < codes.start[r + 1]; i++) {
                    int j = codes.feature[i];
                    if (j >= from && j < to) {
                        take(codes, i, j, ranges[b].first() + r);
                    }
                }
            }
        }
    }

    private void take(BlockCodes codes, int i, int j, int rowOfBatch) {
        addToSums(codes, i, j);
        if (codes.reachesRows(i)) {
            int at = next[j]++;
            row[at] = rowOfBatch;
            value[at] = codes.value[i];
            gradient[at] = codes.gradient[i];
        }
    }

    /** Adds code {@code i} of feature {@code j} to the sums per feature alone; by one thread per feature. */
    void addToSums(BlockCodes codes, int i, int j) {
        thresholdGradient[j] += codes.thresholdGradient[i];
        if (codes.reachesRows(i)) {
            reachesRows[j] = true;
            biasGradient[j] += codes.gradient[i];
        }
        if (codes.value[i] != 0) {
            firings[j]++;
            normGradient[j] += codes.normGradient[i];
            valueSum[j] += codes.value[i];
        }
    }

    /** Adds a firing of feature {@code j} with nothing but a gradient of its score; by one thread per feature. */
    void addFiring(int j, float z, float scoreGradient) {
        firings[j]++;
        reachesRows[j] = true;
        biasGradient[j] += scoreGradient;
        valueSum[j] += z;
    }
}
