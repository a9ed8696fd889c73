package io.sae4j.engine.sparse;

import java.util.Arrays;

/**
 * What features are ranked by: the pre-activation {@code z = x·w_j + b_j}, or {@code z·‖w_j‖} with the norms of the decoder rows
 * (SAELens).
 */
final class Scores {
    private final SaeState state;
    private final boolean byDecoderNorm;
    private final float[] ones;

    Scores(SaeState state, boolean byDecoderNorm) {
        this.state = state;
        this.byDecoderNorm = byDecoderNorm;
        ones = new float[byDecoderNorm ? 0 : state.decoderNorms.length];
        Arrays.fill(ones, 1f);
    }

    /** The factor of each feature's pre-activation; shared, follows the state. */
    float[] factors() {
        return byDecoderNorm ? state.decoderNorms : ones;
    }

    boolean byDecoderNorm() {
        return byDecoderNorm;
    }

    /** A worker's copies of what a tile needs, so that the loops over it run from 0. */
    final class Tile {
        private final float[] bias;
        private final float[] factor;

        Tile(int features) {
            bias = new float[features];
            factor = new float[byDecoderNorm ? features : 0];
        }

        /** Turns the products of the first {@code rows} rows with {@code count} features from {@code first} on into scores. */
        void score(float[][] products, int rows, int first, int count) {
            System.arraycopy(state.encoderBias.value, first, bias, 0, count);
            if (byDecoderNorm) {
                System.arraycopy(state.decoderNorms, first, factor, 0, count);
            }
            for (int r = 0; r < rows; r++) {
                RowMath.add(bias, products[r]);
                if (byDecoderNorm) {
                    RowMath.multiply(factor, products[r]);
                }
            }
        }
    }

    Tile tile(int features) {
        return new Tile(features);
    }
}
