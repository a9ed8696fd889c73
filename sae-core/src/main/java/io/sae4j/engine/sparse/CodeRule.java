package io.sae4j.engine.sparse;

/**
 * The gradient of one code: {@code dz = g + p·ν} where it fires, with g the gradient that comes through the decoder, p that of
 * the penalties, and ν the factor between pre-activation and activation (1, or the norm of the decoder row). Thresholds
 * learn by the straight-through estimator: {@code dθ = −(θ·(g + p) + q)·K} with K the density of its kernel at z and q the
 * gradient of the gate. Where the estimator reaches the input, {@code −dθ} is added to dz, of codes that do not fire as well.
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

    /** Whether rows are to be started before their codes are completed. */
    boolean actsOnRows() {
        return penalties.actOnRows();
    }

    /**
     * Before the codes {@code from … to − 1} of a row are completed: adds the row's share of the penalties' values.
     *
     * @return gradient by the sum of the row's powers
     */
    float startRow(BlockCodes codes, int from, int to, Penalties.Values values) {
        if (!penalties.actOnRows()) {
            return 0f;
        }
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += power(codes.feature[i], codes.value[i]);
        }
        return startRow(sum, values);
    }

    /** The same, given the sum of the row's {@link #power}s. */
    float startRow(double powers, Penalties.Values values) {
        values.addRow(powers);
        return penalties.byPowers(powers);
    }

    /** What code {@code z} of feature {@code j} adds to the sum of its row's powers. */
    double power(int j, float z) {
        float activation = scaledByNorms ? z * state.decoderNorms[j] : z;
        return penalties.power(activation * state.penaltyNorms[j]);
    }

    /**
     * Completes code {@code i}: its gradients are written, its share of the penalties' values is added.
     *
     * @param throughDecoder {@code w_j·∂L/∂x̂}
     * @param byPowers gradient by the sum of the row's powers, from {@link #startRow}
     */
    void complete(BlockCodes codes, int i, float throughDecoder, float byPowers, Penalties.Values values) {
        int j = codes.feature[i];
        float z = codes.value[i];
        float norm = state.decoderNorms[j];
        float activation = scaledByNorms ? z * norm : z;
        float weight = state.penaltyNorms[j];
        float size = activation * weight;
        float bySize = penalties.bySize(size, byPowers);
        float byActivation = penalties.plainWeight() + bySize * weight;
        boolean fires = z != 0;
        float gradient = fires ? throughDecoder + (scaledByNorms ? byActivation * norm : byActivation) : 0f;
        float byThreshold = 0f;
        if (codes.kernel[i] != 0) {
            float byGate = thresholds.value[j] * (throughDecoder + byActivation) + penalties.gateWeight();
            byThreshold = -byGate * codes.kernel[i];
            gradient -= thresholds.reachInput() ? byThreshold : 0f;
        }
        codes.gradient[i] = gradient;
        codes.thresholdGradient[i] = byThreshold;
        codes.normGradient[i] = 0f;
        if (fires) {
            values.add(activation, size);
            codes.normGradient[i] = bySize * activation + (scaledByNorms ? byActivation * z : 0f);
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
        float penalty = penalties.plainWeight();
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
}
