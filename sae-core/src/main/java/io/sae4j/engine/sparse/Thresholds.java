package io.sae4j.engine.sparse;

import io.sae4j.encoder.JumpReluEncoder;
import io.sae4j.encoder.JumpReluEncoder.ThresholdForm;
import io.sae4j.encoder.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * The thresholds at which features fire, as the state's parameter gives them in the present step: {@code max(θ, 0)} of raw
 * ones, {@code exp} of log ones, or 0 for all features where nothing is learned. Around a learned threshold lies the kernel
 * of its straight-through estimator, in which it gets a gradient.
 */
final class Thresholds {
    /** The threshold of each feature. */
    final float[] value;
    /** A code at or below this neither fires nor lies in the kernel. */
    final float[] lowest;

    private final @Nullable VectorParameter parameter;
    private final @Nullable JumpReluEncoder encoder;
    private final float halfKernel;
    private final double bandwidth;

    private Thresholds(int features, @Nullable VectorParameter parameter, @Nullable JumpReluEncoder encoder) {
        this.value = new float[features];
        this.lowest = new float[features];
        this.parameter = parameter;
        this.encoder = encoder;
        bandwidth = encoder == null ? 0 : encoder.bandwidth();
        halfKernel = encoder == null ? 0 : (float) (encoder.kernel().halfWidth() * bandwidth);
    }

    /** Zero for all features. */
    static Thresholds zero(int features) {
        return new Thresholds(features, null, null);
    }

    static Thresholds learned(VectorParameter parameter, JumpReluEncoder encoder) {
        return new Thresholds(parameter.value.length, parameter, encoder);
    }

    boolean areLearned() {
        return parameter != null;
    }

    void refresh() {
        if (parameter == null || encoder == null) {
            return;
        }
        boolean raw = encoder.form() == ThresholdForm.RAW;
        for (int j = 0; j < value.length; j++) {
            float own = parameter.value[j];
            value[j] = raw ? Math.max(own, 0f) : (float) Math.exp(own);
            lowest[j] = Math.nextDown(value[j] - halfKernel);
        }
    }

    /** Whether a feature fires at pre-activation {@code z}; NaN counts as firing, so that it is not lost. */
    boolean fires(float z, int j) {
        return !(z <= value[j]);
    }

    /** The density of the kernel at pre-activation {@code z}, in one over its units; 0 outside of it. */
    float kernel(float z, int j) {
        float distance = Math.abs(z - value[j]);
        if (encoder == null || !(distance < halfKernel)) {
            return 0f;
        }
        Kernel kernel = encoder.kernel();
        return (float) ((kernel == Kernel.RECTANGLE ? 1 : kernel.density(distance / bandwidth)) / bandwidth);
    }

    /** Whether the estimator's gradient reaches pre-activations, not thresholds alone. */
    boolean reachInput() {
        return encoder != null && encoder.straightThroughToInput();
    }

    /** The gradient of feature {@code j}'s parameter, from that of its threshold. */
    double toParameter(double gradient, int j) {
        if (parameter == null || encoder == null) {
            return 0;
        }
        if (encoder.form() == ThresholdForm.LOG) {
            return gradient * value[j];
        }
        return parameter.value[j] > 0 ? gradient : 0;
    }
}
