package io.sae4j.engine.sparse;

import io.sae4j.engine.OptimizerSettings;

/**
 * One step by signs: {@code θ ← (1 − η·decay)·θ − η·sign(β1·m + (1 − β1)·g)}, then {@code m ← β2·m + (1 − β2)·g}. SignSGD for
 * β1 = β2 = 0, Signum for β1 = β2, else Lion. The second moment is left alone.
 */
final class SignStep implements ParameterStep {
    private final float keepNow;
    private final float takeNow;
    private final float keep;
    private final float take;
    private final float rate;
    private final float kept;
    private final float gradientScale;

    /** @param gradientScale factor of all gradients */
    SignStep(OptimizerSettings settings, double learningRate, double gradientScale) {
        keepNow = (float) settings.beta1();
        takeNow = (float) (1 - settings.beta1());
        keep = (float) settings.beta2();
        take = (float) (1 - settings.beta2());
        rate = (float) learningRate;
        kept = ParameterStep.kept(settings, learningRate);
        this.gradientScale = (float) gradientScale;
    }

    @Override
    public void apply(float[] gradient, float[] value, float[] firstMoment, float[] secondMoment) {
        for (int i = 0; i < value.length; i++) {
            float g = gradient[i] * gradientScale;
            float direction = keepNow * firstMoment[i] + takeNow * g;
            firstMoment[i] = keep * firstMoment[i] + take * g;
            value[i] = kept * value[i] - rate * Math.signum(direction);
        }
    }

    @Override
    public void coast(float[] value, float[] firstMoment, float[] secondMoment) {
        for (int i = 0; i < value.length; i++) {
            float direction = keepNow * firstMoment[i];
            firstMoment[i] = keep * firstMoment[i];
            value[i] = kept * value[i] - rate * Math.signum(direction);
        }
    }
}
