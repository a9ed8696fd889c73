package io.sae4j.engine;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How gradients become updates.
 *
 * @param beta1 Adam's decay of the first moment, in [0, 1)
 * @param beta2 Adam's decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment, positive
 * @param clipNorm gradients are scaled down to this global norm, positive; infinity for no clipping
 * @param unitNormDecoder whether decoder rows are kept at unit length, with the parallel part of their gradient removed
 */
public record OptimizerSettings(double beta1, double beta2, double epsilon, double clipNorm, boolean unitNormDecoder) {
    /** Adam(0.9, 0.999, 1e-8), clipped at 1, unit-norm decoder. */
    public static final OptimizerSettings DEFAULT = new OptimizerSettings(0.9, 0.999, 1e-8, 1.0, true);

    public OptimizerSettings {
        checkArgument(beta1 >= 0 && beta1 < 1, "beta1 must be in [0, 1), got %s", beta1);
        checkArgument(beta2 >= 0 && beta2 < 1, "beta2 must be in [0, 1), got %s", beta2);
        checkArgument(epsilon > 0, "epsilon must be positive, got %s", epsilon);
        checkArgument(clipNorm > 0, "clipNorm must be positive, got %s", clipNorm);
    }
}
