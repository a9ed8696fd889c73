package io.sae4j.engine.sparse;

import io.sae4j.product.NativeMatrix;
import io.sae4j.product.OpenBlas;

/** Exact scores of the dead features alone, for steps whose other products are rounded. */
final class DeadProduct implements AutoCloseable {
    private final SaeState state;
    private final Scores scores;
    private final NativeMatrix weights = new NativeMatrix();
    private int[] dead = new int[0];

    DeadProduct(SaeState state, Scores scores) {
        this.state = state;
        this.scores = scores;
    }

    /** Takes the weights of the dead features; by one thread. */
    void begin(int[] features) {
        dead = features;
        int width = state.encoder.width();
        weights.require(features.length, width);
        for (int q = 0; q < features.length; q++) {
            weights.put(q, 0, state.encoder.value[features[q]], width);
        }
    }

    /** One worker's buffers. */
    final class Lane implements AutoCloseable {
        private final NativeMatrix inputs = new NativeMatrix();
        private final NativeMatrix products = new NativeMatrix();

        /** Writes scores of the first {@code count} rows into {@code out [row][q]}. */
        void scores(float[][] rows, int count, float[][] out) {
            int width = state.encoder.width();
            inputs.require(count, width);
            products.require(count, dead.length);
            for (int r = 0; r < count; r++) {
                inputs.put(r, 0, rows[r], width);
            }
            OpenBlas.gemm(
                    false,
                    true,
                    count,
                    dead.length,
                    width,
                    inputs.from(0, 0),
                    weights.from(0, 0),
                    0f,
                    products.from(0, 0));
            float[] factors = scores.factors();
            for (int r = 0; r < count; r++) {
                products.get(r, 0, out[r], dead.length);
                for (int q = 0; q < dead.length; q++) {
                    out[r][q] = (out[r][q] + state.encoderBias.value[dead[q]]) * factors[dead[q]];
                }
            }
        }

        @Override
        public void close() {
            inputs.close();
            products.close();
        }
    }

    Lane lane() {
        return new Lane();
    }

    @Override
    public void close() {
        weights.close();
    }
}
