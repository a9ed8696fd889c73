package io.sae4j.engine;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How gradients become updates. With g the gradient after projection and clipping, and η the learning rate:
 *
 * <ul>
 *   <li>{@link Algorithm#ADAM}: {@code p ← (1 − η·weightDecay)·p − η·m̂/(√v̂ + ε)} with {@code m ← β1·m + (1 − β1)·g},
 *       {@code v ← β2·v + (1 − β2)·g²}, {@code m̂ = m/(1 − β1ᵗ)}, {@code v̂ = v/(1 − β2ᵗ)} (arXiv 1412.6980; with weight decay
 *       AdamW, arXiv 1711.05101), in PyTorch's form;
 *   <li>{@link Algorithm#SIGN}: {@code p ← (1 − η·weightDecay)·p − η·sign(β1·m + (1 − β1)·g)}, then
 *       {@code m ← β2·m + (1 − β2)·g}. With both 0 that is SignSGD (arXiv 1802.04434), with β1 = β2 Signum, else Lion
 *       (arXiv 2302.06675). ε is not used.
 * </ul>
 *
 * @param algorithm which of them
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 * @param epsilon added to the root of Adam's second moment, positive
 * @param weightDecay pull of all parameters towards 0, at least 0, decoupled from the gradient; too high: codes and decoder
 *     rows of free length shrink
 * @param clipNorm gradients are scaled down to this global norm, positive; infinity for no clipping
 * @param unitNormDecoder whether decoder rows are kept at unit length, with the parallel part of their gradient removed
 */
public record OptimizerSettings(
        Algorithm algorithm,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double clipNorm,
        boolean unitNormDecoder) {
    private static final double USUAL_EPSILON = 1e-8;

    /** Adam(0.9, 0.999, 1e-8), clipped at 1, unit-norm decoder. */
    public static final OptimizerSettings DEFAULT = adam(0.9, 0.999);

    /** What an update is made of. */
    public enum Algorithm {
        /** Means of gradients over the roots of means of their squares. */
        ADAM,
        /** Signs of gradients, or of means of them: every entry moves by the learning rate. */
        SIGN
    }

    public OptimizerSettings {
        checkArgument(beta1 >= 0 && beta1 < 1, "beta1 must be in [0, 1), got %s", beta1);
        checkArgument(beta2 >= 0 && beta2 < 1, "beta2 must be in [0, 1), got %s", beta2);
        checkArgument(epsilon > 0, "epsilon must be positive, got %s", epsilon);
        checkArgument(
                weightDecay >= 0 && Double.isFinite(weightDecay),
                "weightDecay must be at least 0 and finite, got %s",
                weightDecay);
        checkArgument(clipNorm > 0, "clipNorm must be positive, got %s", clipNorm);
    }

    /** Adam without weight decay. */
    public OptimizerSettings(double beta1, double beta2, double epsilon, double clipNorm, boolean unitNormDecoder) {
        this(Algorithm.ADAM, beta1, beta2, epsilon, 0, clipNorm, unitNormDecoder);
    }

    /** Adam with ε = 1e-8, clipped at 1, unit-norm decoder. */
    public static OptimizerSettings adam(double beta1, double beta2) {
        return new OptimizerSettings(beta1, beta2, USUAL_EPSILON, 1, true);
    }

    /** The same with a weight decay that is not part of the gradient, PyTorch's AdamW. Its default there is 0.01. */
    public static OptimizerSettings adamW(double beta1, double beta2, double weightDecay) {
        return adam(beta1, beta2).weightDecay(weightDecay);
    }

    /** SignSGD, clipped at 1, unit-norm decoder. It wants a learning rate some ten times lower than Adam's. */
    public static OptimizerSettings signSgd() {
        return signSgd(0);
    }

    /** SignSGD of a running mean of gradients (Signum); momentum in [0, 1), usually 0.9. */
    public static OptimizerSettings signSgd(double momentum) {
        return lion(momentum, momentum);
    }

    /** Lion: the sign of a mean that weighs the last gradient by 1 − β1, where the mean itself is kept with β2. */
    public static OptimizerSettings lion(double beta1, double beta2) {
        return new OptimizerSettings(Algorithm.SIGN, beta1, beta2, USUAL_EPSILON, 0, 1, true);
    }

    /** The same with another ε. */
    public OptimizerSettings epsilon(double epsilon) {
        return new OptimizerSettings(algorithm, beta1, beta2, epsilon, weightDecay, clipNorm, unitNormDecoder);
    }

    /** The same with another weight decay. */
    public OptimizerSettings weightDecay(double weightDecay) {
        return new OptimizerSettings(algorithm, beta1, beta2, epsilon, weightDecay, clipNorm, unitNormDecoder);
    }

    /** The same, clipped elsewhere; infinity for no clipping. */
    public OptimizerSettings clipNorm(double clipNorm) {
        return new OptimizerSettings(algorithm, beta1, beta2, epsilon, weightDecay, clipNorm, unitNormDecoder);
    }

    /** The same with decoder rows kept at unit length, or left free. */
    public OptimizerSettings unitNormDecoder(boolean unitNorm) {
        return new OptimizerSettings(algorithm, beta1, beta2, epsilon, weightDecay, clipNorm, unitNorm);
    }
}
