package io.sae4j.engine.sparse;

import io.sae4j.engine.OptimizerSettings;

/**
 * One step of Adam in PyTorch's form, {@code θ −= lr·m̂/(√v̂ + ε)} with {@code m̂ = m/(1 − β1ᵗ)} and
 * {@code v̂ = v/(1 − β2ᵗ)} (Kingma and Ba, arXiv 1412.6980), with gradients scaled by one factor for clipping. With weight decay
 * θ is first multiplied by {@code 1 − lr·decay} (Loshchilov and Hutter, arXiv 1711.05101).
 */
final class AdamStep implements ParameterStep {
    private final float keepFirst;
    private final float takeFirst;
    private final float keepSecond;
    private final float takeSecond;
    private final float rate;
    private final float root;
    private final float epsilon;
    private final float kept;
    private final float gradientScale;

    /**
     * @param step counted from 1
     * @param gradientScale factor of all gradients
     */
    AdamStep(OptimizerSettings settings, int step, double learningRate, double gradientScale) {
        keepFirst = (float) settings.beta1();
        takeFirst = (float) (1 - settings.beta1());
        keepSecond = (float) settings.beta2();
        takeSecond = (float) (1 - settings.beta2());
        rate = (float) (learningRate / (1 - Math.pow(settings.beta1(), step)));
        root = (float) (1 / Math.sqrt(1 - Math.pow(settings.beta2(), step)));
        epsilon = (float) settings.epsilon();
        kept = ParameterStep.kept(settings, learningRate);
        this.gradientScale = (float) gradientScale;
    }

    @Override
    public void apply(float[] gradient, float[] value, float[] firstMoment, float[] secondMoment) {
        float keepFirst = this.keepFirst;
        float takeFirst = this.takeFirst;
        float keepSecond = this.keepSecond;
        float takeSecond = this.takeSecond;
        float rate = this.rate;
        float root = this.root;
        float epsilon = this.epsilon;
        float kept = this.kept;
        float gradientScale = this.gradientScale;
        for (int i = 0; i < value.length; i++) {
            float g = gradient[i] * gradientScale;
            float m = keepFirst * firstMoment[i] + takeFirst * g;
            float v = keepSecond * secondMoment[i] + takeSecond * g * g;
            firstMoment[i] = m;
            secondMoment[i] = v;
            value[i] = kept * value[i] - rate * m / ((float) Math.sqrt(v) * root + epsilon);
        }
    }

    @Override
    public void coast(float[] value, float[] firstMoment, float[] secondMoment) {
        for (int i = 0; i < value.length; i++) {
            float m = keepFirst * firstMoment[i];
            float v = keepSecond * secondMoment[i];
            firstMoment[i] = m;
            secondMoment[i] = v;
            value[i] = kept * value[i] - rate * m / ((float) Math.sqrt(v) * root + epsilon);
        }
    }
}
