package io.sae4j.engine.sparse;

/**
 * The gradient of one code: {@code dz = g + p·ν} where it fires, with g the gradient that comes through the decoder, p that of
 * the penalties, and ν the factor between pre-activation and activation (1, or the norm of the decoder row). Thresholds
 * learn by the straight-through estimator: {@code dθ = −((θ/ε)·(g + p) + s/ε)} within the kernel, s being the weight of the
 * L0 step.
 */
final class CodeRule {
    private final SaeState state;
    private final Thresholds thresholds;
    private final Penalties penalties;
    private final boolean scaledByNorms;

    CodeRule(SaeState state, Thresholds thresholds, Penalties penalties, boolean scaledByNorms) {
        this.state = state;
        this.thresholds = thresholds;
        this.penalties = penalties;
        this.scaledByNorms = scaledByNorms;
    }

    Penalties.Values values() {
        return penalties.new Values();
    }

    /**
     * Completes code {@code i}: its gradients are written, its share of the penalties' values is added.
     *
     * @param throughDecoder {@code w_j·∂L/∂x̂}
     */
    void complete(BlockCodes codes, int i, float throughDecoder, Penalties.Values values) {
        int j = codes.feature[i];
        float z = codes.value[i];
        float norm = state.decoderNorms[j];
        float activation = scaledByNorms ? z * norm : z;
        float weight = state.penaltyNorms[j];
        float byActivation = penalties.actOnCodes() ? penalties.byActivation(activation, weight) : 0f;
        boolean fires = z != 0;
        codes.gradient[i] = fires ? throughDecoder + (scaledByNorms ? byActivation * norm : byActivation) : 0f;
        codes.thresholdGradient[i] = codes.inKernel[i] ? thresholdGradient(j, throughDecoder + byActivation) : 0f;
        codes.normGradient[i] = 0f;
        if (fires) {
            values.add(activation, weight);
            if (penalties.actOnCodes()) {
                codes.normGradient[i] = penalties.byNorm(activation, weight) + (scaledByNorms ? byActivation * z : 0f);
            }
        }
    }

    /** Whether codes are plain rectified scores, whose penalties do not look at norms: then {@link #completeRectified} serves. */
    boolean isRectifier() {
        return !thresholds.areLearned() && !scaledByNorms && penalties.isPlainL1();
    }

    /**
     * Completes a row of dense scores of a rectifier, which is what a ReLU starts with.
     *
     * @param gradient gradients through the decoder; overwritten by those of the scores
     * @return how many fire
     */
    int completeRectified(
            float[] scores, float[] gradient, int first, int count, FeatureCodes sums, Penalties.Values values) {
        float penalty = penalties.byActivation(1f, 1f);
        double activations = 0;
        int fired = 0;
        for (int i = 0; i < count; i++) {
            float z = scores[i];
            if (z <= 0f) {
                gradient[i] = 0f;
            } else {
                float g = gradient[i] + penalty;
                gradient[i] = g;
                activations += z;
                fired++;
                sums.addFiring(first + i, z, g);
            }
        }
        values.addPlain(activations, fired);
        return fired;
    }

    private float thresholdGradient(int j, float byCode) {
        return (float) (-(thresholds.value[j] * byCode + penalties.stepWeight()) / thresholds.bandwidth());
    }
}
