package io.sae4j.engine.sparse;

import io.sae4j.encoder.JumpReluEncoder.ThresholdForm;
import org.jspecify.annotations.Nullable;

/**
 * The thresholds at which features fire, as the state's parameter gives them in the present step: {@code max(θ, 0)} of raw
 * ones, {@code exp} of log ones, or 0 for all features where nothing is learned. The kernel is the interval of width ε
 * around a learned threshold in which it gets a gradient.
 */
final class Thresholds {
    /** The threshold of each feature. */
    final float[] value;
    /** A code at or below this neither fires nor lies in the kernel. */
    final float[] lowest;

    private final @Nullable VectorParameter parameter;
    private final ThresholdForm form;
    private final float halfKernel;

    private Thresholds(int features, @Nullable VectorParameter parameter, ThresholdForm form, double bandwidth) {
        this.value = new float[features];
        this.lowest = new float[features];
        this.parameter = parameter;
        this.form = form;
        this.halfKernel = (float) (bandwidth / 2);
    }

    /** Zero for all features. */
    static Thresholds zero(int features) {
        return new Thresholds(features, null, ThresholdForm.RAW, 0);
    }

    static Thresholds learned(VectorParameter parameter, ThresholdForm form, double bandwidth) {
        return new Thresholds(parameter.value.length, parameter, form, bandwidth);
    }

    /** What is learned, log or raw thresholds; null where nothing is. */
    @Nullable
    VectorParameter parameter() {
        return parameter;
    }

    boolean areLearned() {
        return parameter != null;
    }

    void refresh() {
        if (parameter == null) {
            return;
        }
        for (int j = 0; j < value.length; j++) {
            float raw = parameter.value[j];
            value[j] = form == ThresholdForm.RAW ? Math.max(raw, 0f) : (float) Math.exp(raw);
            lowest[j] = Math.nextDown(value[j] - halfKernel);
        }
    }

    /** Whether a feature fires at pre-activation {@code z}; NaN counts as firing, so that it is not lost. */
    boolean fires(float z, int j) {
        return !(z <= value[j]);
    }

    boolean inKernel(float z, int j) {
        return Math.abs(z - value[j]) < halfKernel;
    }

    double bandwidth() {
        return 2.0 * halfKernel;
    }

    /** The gradient of feature {@code j}'s parameter, from that of its threshold. */
    double toParameter(double gradient, int j) {
        if (parameter == null) {
            return 0;
        }
        if (form == ThresholdForm.LOG) {
            return gradient * value[j];
        }
        return parameter.value[j] > 0 ? gradient : 0;
    }
}
