package io.sae4j.engine.sparse;

/**
 * What a selection ranks features by: the pre-activation {@code z}, or {@code z·‖w_j‖} with decoder rows w_j of any length
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
        java.util.Arrays.fill(ones, 1f);
    }

    /** The factor of each feature's pre-activation; shared, follows the state. */
    float[] factors() {
        return byDecoderNorm ? state.decoderNorms : ones;
    }

    boolean byDecoderNorm() {
        return byDecoderNorm;
    }
}
