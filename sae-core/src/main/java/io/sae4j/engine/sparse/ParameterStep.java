package io.sae4j.engine.sparse;

import io.sae4j.engine.OptimizerSettings;

/** One step of an optimiser on arrays of 32-bit numbers. */
interface ParameterStep {
    /**
     * The step that {@code settings} say.
     *
     * @param step counted from 1
     * @param gradientScale factor of all gradients, by which they are clipped
     */
    static ParameterStep of(OptimizerSettings settings, int step, double learningRate, double gradientScale) {
        return switch (settings.algorithm()) {
            case ADAM -> new AdamStep(settings, step, learningRate, gradientScale);
            case SIGN -> new SignStep(settings, learningRate, gradientScale);
        };
    }

    /** The factor that weight decay leaves of a parameter. */
    static float kept(OptimizerSettings settings, double learningRate) {
        return (float) (1 - learningRate * settings.weightDecay());
    }

    /** Updates a parameter and its moments. */
    void apply(float[] gradient, float[] value, float[] firstMoment, float[] secondMoment);

    /** The same for a gradient of zeros: the parameter still moves by its momentum and decays. */
    void coast(float[] value, float[] firstMoment, float[] secondMoment);

    default void apply(float[] gradient, VectorParameter parameter) {
        apply(gradient, parameter.value, parameter.firstMoment, parameter.secondMoment);
    }
}
