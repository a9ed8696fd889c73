package io.sae4j.engine.sparse;

/**
 * The decode pass over one block: reconstruction {@code x̂ = b_dec + Σ_j f_j·w_j}, residual, and the gradients of its codes.
 * The decoder rows of a row's codes are gathered twice, the second time from cache.
 */
final class Decoding {
    private final SaeState state;
    private final BatchRows rows;
    private final CodeRule rule;
    private final float[] reconstruction;
    private float[] dots = new float[64];

    Decoding(SaeState state, BatchRows rows, CodeRule rule) {
        this.state = state;
        this.rows = rows;
        this.rule = rule;
        reconstruction = new float[state.decoder.width()];
    }

    /** What a block adds to the sums of the batch. */
    static final class Sums {
        double squaredError;
        final float[] residual;
        final float[] input;
        Penalties.Values values;

        Sums(int dIn, int dOut, Penalties.Values values) {
            residual = new float[dOut];
            input = new float[dIn];
            this.values = values;
        }
    }

    void decode(RowBlock block, BlockCodes codes, Sums sums) {
        for (int r = 0; r < block.rows(); r++) {
            reconstruct(codes, codes.start[r], codes.start[r + 1]);
            takeResidual(block.first() + r, sums);
            backward(rows.gradients[block.first() + r], codes, codes.start[r], codes.start[r + 1], sums.values);
        }
    }

    /** Scratch for the reconstruction of a row. */
    float[] reconstruction() {
        return reconstruction;
    }

    /** Goes on from {@code Σ_j f_j·w_j} in {@link #reconstruction}, computed elsewhere, for row {@code row} of the batch. */
    void finishDense(int row, Sums sums) {
        RowMath.add(state.decoderBias.value, reconstruction);
        takeResidual(row, sums);
    }

    private void takeResidual(int row, Sums sums) {
        float[] residual = rows.residuals[row];
        RowMath.subtract(residual, reconstruction, residual);
        RowMath.scale(residual, -2f / rows.count(), rows.gradients[row]);
        sums.squaredError += RowMath.dot(residual, residual);
        RowMath.add(residual, sums.residual);
    }

    private void reconstruct(BlockCodes codes, int from, int to) {
        System.arraycopy(state.decoderBias.value, 0, reconstruction, 0, reconstruction.length);
        RowMath.gather(codes.value, codes.feature, from, to, 1f, 0f, state.decoder.value, reconstruction);
    }

    private void backward(float[] gradient, BlockCodes codes, int from, int to, Penalties.Values values) {
        if (dots.length < to - from + 4) {
            dots = new float[2 * (to - from) + 4];
        }
        dots(gradient, state.decoder.value, codes.feature, from, to, dots);
        for (int i = from; i < to; i++) {
            rule.complete(codes, i, dots[i - from], values);
        }
    }

    /** {@code out[i − from] = x·w_i} for the features {@code from … to − 1} of {@code feature}. */
    static void dots(float[] x, float[][] weights, int[] feature, int from, int to, float[] out) {
        int i = from;
        for (; i < to - 3; i += 4) {
            RowMath.dots(
                    x,
                    weights[feature[i]],
                    weights[feature[i + 1]],
                    weights[feature[i + 2]],
                    weights[feature[i + 3]],
                    out,
                    i - from);
        }
        for (; i < to; i++) {
            out[i - from] = RowMath.dot(x, weights[feature[i]]);
        }
    }
}
