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
 * encoded; every row is then a task of its own. A larger dictionary multiplies the rows that are not done anew in each iteration. The
 * value c_j* is always taken from r itself, so that rounding in c does not pile up in codes. Tasks work on the heap and call no ND4J.
 */
final class MatchingPursuit implements RowEncoder {
    /** 64 MiB. */
    static final long MAX_GRAM = 1L << 24;

    private final INDArray wDec;
    private final float[] directions;
    private final int width;
    private final int features;
    private final int maxIterations;
    private final double squaredThreshold;
    private final boolean stopOnDuplicateSupport;
    private final boolean usesGram;
    private float @Nullable [] gram;

    /** @param maxGram most entries of G */
    MatchingPursuit(
            INDArray wDec, int maxIterations, double residualThreshold, boolean stopOnDuplicateSupport, long maxGram) {
        this.wDec = wDec;
        this.directions = HostArrays.toFloats(wDec);
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

    private void encodeWithGram(float[] rows, int count, float[] codes, float[] products) {
        float[] correlations = correlations(rows, count);
        IntStream.range(0, count).parallel().forEach(r -> {
            int own = r * features;
            for (int i = 0; i < maxIterations; i++) {
                int best = largest(correlations, own);
                boolean fired = codes[own + best] != 0;
                float value = take(best, rows, r, codes);
                if (value <= 0 || isDone(fired, rows, r)) {
                    return;
                }
                int gramRow = best * features;
                for (int j = 0; j < features; j++) {
                    correlations[own + j] -= value * products[gramRow + j];
                }
            }
        });
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
            float[] correlations = correlations(left, current.length);
            IntStream.range(0, current.length).parallel().forEach(a -> {
                int best = largest(correlations, a * features);
                int r = current[a];
                boolean fired = codes[r * features + best] != 0;
                float value = take(best, rows, r, codes);
                goesOn[a] = value > 0 && !isDone(fired, rows, r);
            });
            active = IntStream.range(0, current.length)
                    .filter(a -> goesOn[a])
                    .map(a -> current[a])
                    .toArray();
        }
    }

    /** {@code [count, features]}. */
    private float[] correlations(float[] rows, int count) {
        float[] result = new float[count * features];
        try (INDArray input = HostArrays.create(rows, count, width);
                INDArray product = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', count, features)) {
            Products.gemm(input, false, wDec, true, 1.0, 0.0, product);
            HostArrays.read(product, result);
        }
        return result;
    }

    /**
     * Moves what {@code feature} explains from row r to its code.
     *
     * @return what was added to the code; 0 where the correlation is not positive
     */
    private float take(int feature, float[] rows, int r, float[] codes) {
        int direction = feature * width;
        int base = r * width;
        double sum = 0;
        for (int c = 0; c < width; c++) {
            sum += (double) rows[base + c] * directions[direction + c];
        }
        float value = (float) sum;
        if (value <= 0) {
            return 0;
        }
        codes[r * features + feature] += value;
        for (int c = 0; c < width; c++) {
            rows[base + c] -= value * directions[direction + c];
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

    /** The first of the largest entries of a row of correlations. */
    private int largest(float[] correlations, int from) {
        int best = 0;
        for (int j = 1; j < features; j++) {
            if (correlations[from + j] > correlations[from + best]) {
                best = j;
            }
        }
        return best;
    }

    private synchronized float[] gram() {
        if (gram == null) {
            gram = correlations(directions, features);
        }
        return gram;
    }
}
