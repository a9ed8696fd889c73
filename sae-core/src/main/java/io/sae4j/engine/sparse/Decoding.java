package io.sae4j.engine.sparse;

/**
 * The decode pass over one block: reconstruction {@code x̂ = b_dec + Σ_j f_j·w_j}, residual, and the gradients of its codes.
 * The decoder rows of a row's codes are gathered twice, the second time from cache. With nested prefixes the
 * reconstruction passes through that of each level on its way to the full one.
 */
final class Decoding {
    private final SaeState state;
    private final BatchRows rows;
    private final Nesting nesting;
    private final CodeRule rule;
    private final LevelOrder order;
    private final int last;
    private final float[] reconstruction;
    private float[] dots = new float[64];

    Decoding(SaeState state, BatchRows rows, CodeRule rule) {
        this.state = state;
        this.rows = rows;
        this.rule = rule;
        nesting = rows.nesting;
        order = new LevelOrder(nesting);
        last = nesting.levels() - 1;
        reconstruction = new float[state.decoder.width()];
    }

    /** What a block adds to the sums of the batch. */
    static final class Sums {
        double squaredError;
        /** Squared errors of the levels before the full one. */
        final double[] innerErrors;

        final float[] residual;
        final float[] input;
        Penalties.Values values;
        private final float[] gradient;

        Sums(BatchRows rows, Penalties.Values values) {
            innerErrors = new double[rows.nesting.levels() - 1];
            residual = new float[rows.residuals[0].length];
            input = new float[rows.inputs[0].length];
            gradient = new float[rows.nesting.isNested() ? residual.length : 0];
            this.values = values;
        }

        void add(Sums other) {
            squaredError += other.squaredError;
            for (int l = 0; l < innerErrors.length; l++) {
                innerErrors[l] += other.innerErrors[l];
            }
            RowMath.add(other.residual, residual);
            RowMath.add(other.input, input);
            RowMath.add(other.gradient, gradient);
            values.add(other.values);
        }

        /** The sum of {@link BatchRows#gradients} over a batch of {@code rows} rows. */
        double[] gradient(int rows) {
            double[] sum = new double[residual.length];
            for (int i = 0; i < sum.length; i++) {
                sum[i] = gradient.length == 0 ? -2.0 / rows * residual[i] : gradient[i];
            }
            return sum;
        }
    }

    void decode(RowBlock block, BlockCodes codes, Sums sums) {
        for (int r = 0; r < block.rows(); r++) {
            int row = block.first() + r;
            order.arrange(codes, codes.start[r], codes.start[r + 1]);
            start(reconstruction);
            for (int l = 0; l <= last; l++) {
                int from = order.bounds[l];
                int to = order.bounds[l + 1];
                RowMath.gather(codes.value, codes.feature, from, to, 1f, 0f, state.decoder.value, reconstruction);
                takeResidual(row, l, sums);
            }
            finish(row, sums);
            float byPowers = rule.startRow(codes, codes.start[r], codes.start[r + 1], sums.values);
            for (int l = 0; l <= last; l++) {
                backward(rows.gradientsOf(l)[row], codes, order.bounds[l], order.bounds[l + 1], byPowers, sums.values);
            }
        }
    }

    /** Writes what the reconstructions of every row contain whatever its codes. */
    private void start(float[] out) {
        System.arraycopy(state.decoderBias.value, 0, out, 0, out.length);
    }

    /**
     * Takes {@code Σ_j f_j·w_j} over the features of level {@code level} for row {@code row} of the batch, computed elsewhere; levels
     * come in their order, {@link #finish} after the last.
     *
     * @param sum overwritten
     */
    void takeDense(int row, int level, float[] sum, Sums sums) {
        start(reconstruction);
        RowMath.add(sum, reconstruction);
        takeResidual(row, level, sums);
    }

    /** The residual of one level, from {@link #reconstruction}; the full one's is left in place of the target. */
    private void takeResidual(int row, int level, Sums sums) {
        float[] target = rows.residuals[row];
        float[] gradient = rows.gradientsOf(level)[row];
        if (level == last) {
            RowMath.subtract(target, reconstruction, target);
            sums.squaredError += RowMath.dot(target, target);
            RowMath.scale(target, nesting.factor(level), gradient);
            RowMath.add(target, sums.residual);
        } else {
            RowMath.subtract(target, reconstruction, gradient);
            sums.innerErrors[level] += RowMath.dot(gradient, gradient);
            RowMath.scale(nesting.factor(level), gradient);
        }
    }

    /** Ends a row whose residuals are all taken: each level's features get the gradients of the levels that follow, too. */
    void finish(int row, Sums sums) {
        for (int l = last - 1; l >= 0; l--) {
            RowMath.add(rows.gradientsOf(l + 1)[row], rows.gradientsOf(l)[row]);
        }
        if (nesting.isNested()) {
            RowMath.add(rows.gradients[row], sums.gradient);
        }
    }

    private void backward(
            float[] gradient, BlockCodes codes, int from, int to, float byPowers, Penalties.Values values) {
        if (dots.length < to - from + 4) {
            dots = new float[2 * (to - from) + 4];
        }
        dots(gradient, state.decoder.value, codes.feature, from, to, dots);
        for (int i = from; i < to; i++) {
            rule.complete(codes, i, dots[i - from], byPowers, values);
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
