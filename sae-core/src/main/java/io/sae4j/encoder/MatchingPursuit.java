package io.sae4j.encoder;

import io.sae4j.nd.HostArrays;
import io.sae4j.nd.Products;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The loop of {@link MatchingPursuitEncoder} over a block of rows. With decoder rows w_j, what is left r of a row, and its
 * correlations {@code c_j = r·w_j}: {@code j* = argmax_j c_j}, {@code a_j* += c_j*}, {@code r −= c_j*·w_j*}.
 *
 * <p>The first correlations are one product for the block. After that {@code c −= c_j*·G[j*,:]} with {@code G = W_dec·W_decᵀ} costs m
 * operations for a feature taken instead of d·m, so with up to {@value #MAX_GRAM} entries G is made once, when the first block is
 * encoded; every row is then a task of its own. A larger dictionary multiplies the rows that are not done anew in each iteration. The value c_j* is always
 * taken from r itself, so that errors of G's sums do not pile up in codes.
 */
final class MatchingPursuit implements RowEncoder {
    /** 256 MiB. */
    static final long MAX_GRAM = 1L << 26;

    private final INDArray wDec;
    private final int width;
    private final int features;
    private final int maxIterations;
    private final double squaredThreshold;
    private final boolean stopOnDuplicateSupport;
    private final boolean usesGram;
    private @Nullable INDArray gram;

    /** @param maxGram most entries of G */
    MatchingPursuit(
            INDArray wDec,
            int maxIterations,
            double residualThreshold,
            boolean stopOnDuplicateSupport,
            long maxGram) {
        this.wDec = HostArrays.denseFloats(wDec);
        this.features = (int) wDec.size(0);
        this.width = (int) wDec.size(1);
        this.maxIterations = maxIterations;
        this.squaredThreshold = residualThreshold * residualThreshold;
        this.stopOnDuplicateSupport = stopOnDuplicateSupport;
        this.usesGram = (long) features * features <= maxGram;
    }

    @Override
    public void encode(float[] rows, int count, float[] codes) {
        Arrays.fill(codes, 0, count * features, 0f);
        if (usesGram) {
            encodeWithGram(rows, count, codes, gram());
        } else {
            encodeWithProducts(rows, count, codes);
        }
    }

    private void encodeWithGram(float[] rows, int count, float[] codes, INDArray products) {
        try (INDArray correlations = correlations(rows, count)) {
            IntStream.range(0, count).parallel().forEach(r -> {
                float[] own = new float[features];
                float[] direction = new float[width];
                float[] gramRow = new float[features];
                HostArrays.readRun(correlations, (long) r * features, own, features);
                for (int i = 0; i < maxIterations; i++) {
                    int best = largest(own);
                    boolean fired = codes[r * features + best] != 0;
                    float value = take(best, rows, r, codes, direction);
                    if (value <= 0 || isDone(fired, rows, r)) {
                        return;
                    }
                    HostArrays.readRun(products, (long) best * features, gramRow, features);
                    for (int j = 0; j < features; j++) {
                        own[j] -= value * gramRow[j];
                    }
                }
            });
        }
    }

    private void encodeWithProducts(float[] rows, int count, float[] codes) {
        int[] active = IntStream.range(0, count).toArray();
        for (int i = 0; i < maxIterations && active.length > 0; i++) {
            float[] left = new float[active.length * width];
            for (int a = 0; a < active.length; a++) {
                System.arraycopy(rows, active[a] * width, left, a * width, width);
            }
            int[] current = active;
            boolean[] goesOn = new boolean[current.length];
            try (INDArray correlations = correlations(left, current.length)) {
                IntStream.range(0, current.length).parallel().forEach(a -> {
                    float[] own = new float[features];
                    HostArrays.readRun(correlations, (long) a * features, own, features);
                    int best = largest(own);
                    int r = current[a];
                    boolean fired = codes[r * features + best] != 0;
                    float value = take(best, rows, r, codes, new float[width]);
                    goesOn[a] = value > 0 && !isDone(fired, rows, r);
                });
            }
            active = IntStream.range(0, current.length)
                    .filter(a -> goesOn[a])
                    .map(a -> current[a])
                    .toArray();
        }
    }

    /** {@code [count, features]}. */
    private INDArray correlations(float[] rows, int count) {
        INDArray result = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', count, features);
        try (INDArray input = HostArrays.create(rows, count, width)) {
            Products.gemm(input, false, wDec, true, 1.0, 0.0, result);
        }
        return result;
    }

    /**
     * Moves what {@code feature} explains from row r to its code.
     *
     * @param direction scratch for its decoder row
     * @return what was added to the code; 0 where the correlation is not positive
     */
    private float take(int feature, float[] rows, int r, float[] codes, float[] direction) {
        HostArrays.readRun(wDec, (long) feature * width, direction, width);
        int base = r * width;
        double sum = 0;
        for (int c = 0; c < width; c++) {
            sum += (double) rows[base + c] * direction[c];
        }
        float value = (float) sum;
        if (value <= 0) {
            return 0;
        }
        codes[r * features + feature] += value;
        for (int c = 0; c < width; c++) {
            rows[base + c] -= value * direction[c];
        }
        return value;
    }

    /** @param fired whether the feature that was taken fired before */
    private boolean isDone(boolean fired, float[] rows, int r) {
        if (stopOnDuplicateSupport && fired) {
            return true;
        }
        if (squaredThreshold == 0) {
            return false;
        }
        double squares = 0;
        for (int c = r * width; c < (r + 1) * width; c++) {
            squares += (double) rows[c] * rows[c];
        }
        return squares < squaredThreshold;
    }

    private static int largest(float[] values) {
        int best = 0;
        for (int j = 1; j < values.length; j++) {
            if (values[j] > values[best]) {
                best = j;
            }
        }
        return best;
    }

    private synchronized INDArray gram() {
        if (gram == null) {
            gram = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', features, features);
            Products.gemm(wDec, false, wDec, true, 1.0, 0.0, gram);
        }
        return gram;
    }
}
