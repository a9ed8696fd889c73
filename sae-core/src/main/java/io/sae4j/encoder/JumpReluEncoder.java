package io.sae4j.encoder;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import io.sae4j.model.EncoderSpec;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code f = z·1[z > θ]} with a learned threshold θ per feature (Rajamanoharan et al., arXiv 2407.14435).
 *
 * <p>The step has no useful gradient, so θ learns through a straight-through estimator with a {@link Kernel} K of width
 * ε at {@code u = (z − θ)/ε}: {@code ∂f/∂θ = −(θ/ε)·K(u)} and for the L0 gate {@code ∂H/∂θ = −(1/ε)·K(u)}; z gets
 * {@code ∂f/∂z = 1[z > θ]}, and where the estimator reaches the input the negatives of θ's kernel terms, too, since the
 * step depends on {@code z − θ} alone. In the graph {@code δ = θ − stop(θ)}, or {@code θ − z} less its value, is zero with
 * the gradients wanted, which writes all of this as sums.
 *
 * @param form how θ is parametrised
 * @param initialThreshold θ at the start, positive, in units of the scaled pre-activations. Too high: most features start
 *     dead; too low: L0 starts at half the features
 * @param bandwidth kernel width ε, positive. Too small: thresholds hardly move; too large: their gradient is biased
 * @param kernel shape of the estimator; the rectangle by default
 * @param straightThroughToInput whether the estimator's gradient reaches z, and so all parameters, as in Anthropic's update of
 *     January 2025 and SAELens's {@code jumprelu_ste_to_input}; by default it reaches θ alone (arXiv 2407.14435)
 */
public record JumpReluEncoder(
        ThresholdForm form, double initialThreshold, double bandwidth, Kernel kernel, boolean straightThroughToInput)
        implements Encoder {
    public static final String NAME = "jumprelu";
    private static final String LOG_THRESHOLD = "log_threshold";
    private static final String FORM = "thresholdForm";
    private static final String INITIAL_THRESHOLD = "initialThreshold";
    private static final String BANDWIDTH = "bandwidth";
    private static final String KERNEL = "kernel";
    private static final String STRAIGHT_THROUGH_TO_INPUT = "straightThroughToInput";

    /** How a threshold is parametrised while training. */
    public enum ThresholdForm {
        /** {@code θ = max(θ_raw, 0)}; moves at the same pace whatever its size. A θ at 0 gets no gradient. */
        RAW,
        /** {@code θ = exp(log θ)}; always positive, but small thresholds move slowly. */
        LOG
    }

    public JumpReluEncoder {
        checkArgument(
                initialThreshold > 0 && Double.isFinite(initialThreshold),
                "initialThreshold must be positive and finite, got %s",
                initialThreshold);
        checkArgument(
                bandwidth > 0 && Double.isFinite(bandwidth),
                "bandwidth must be positive and finite, got %s",
                bandwidth);
    }

    /** With the rectangle kernel, whose gradient reaches θ alone. */
    public JumpReluEncoder(ThresholdForm form, double initialThreshold, double bandwidth) {
        this(form, initialThreshold, bandwidth, Kernel.RECTANGLE, false);
    }

    /** The encoder that {@code spec} describes; an inference spec has no settings and gets the defaults. */
    public static JumpReluEncoder fromSpec(EncoderSpec spec) {
        Object form = spec.settings().getOrDefault(FORM, ThresholdForm.RAW.name());
        Object kernel = spec.settings().getOrDefault(KERNEL, Kernel.RECTANGLE.name());
        return new JumpReluEncoder(
                ThresholdForm.valueOf(form.toString()),
                spec.doubleOr(INITIAL_THRESHOLD, 0.1),
                spec.doubleOr(BANDWIDTH, 2.0),
                Kernel.valueOf(kernel.toString()),
                spec.booleanOr(STRAIGHT_THROUGH_TO_INPUT, false));
    }

    /** The same with another kernel. */
    public JumpReluEncoder withKernel(Kernel other) {
        return new JumpReluEncoder(form, initialThreshold, bandwidth, other, straightThroughToInput);
    }

    /**
     * The same with the estimator's gradient reaching z as well: features just below their threshold are pulled up where
     * that lowers the loss, and pushed down by penalties.
     */
    public JumpReluEncoder withStraightThroughToInput() {
        return new JumpReluEncoder(form, initialThreshold, bandwidth, kernel, true);
    }

    @Override
    public EncoderSpec spec() {
        return new EncoderSpec(
                NAME,
                ImmutableMap.of(
                        FORM,
                        form.name(),
                        INITIAL_THRESHOLD,
                        initialThreshold,
                        BANDWIDTH,
                        bandwidth,
                        KERNEL,
                        kernel.name(),
                        STRAIGHT_THROUGH_TO_INPUT,
                        straightThroughToInput));
    }

    @Override
    public EncoderSpec inferenceSpec() {
        return EncoderSpec.of(NAME);
    }

    @Override
    public List<EncoderParameter> parameters(int dSae) {
        long[] shape = {dSae};
        return List.of(
                form == ThresholdForm.RAW
                        ? new EncoderParameter(Weights.THRESHOLD, shape, initialThreshold)
                        : new EncoderParameter(LOG_THRESHOLD, shape, Math.log(initialThreshold)));
    }

    @Override
    public TrainingCodes build(EncoderGraph graph) {
        SameDiff sd = graph.sameDiff();
        SDVariable z = graph.preActivations();
        SDVariable theta = form == ThresholdForm.RAW
                ? sd.nn().relu(graph.parameter(Weights.THRESHOLD), 0)
                : sd.math().exp(graph.parameter(LOG_THRESHOLD));
        SDVariable fixedTheta = GraphOps.stop(theta);
        SDVariable fixedZ = GraphOps.stop(z);
        SDVariable delta = theta.sub(fixedTheta);
        SDVariable fires = z.gt(theta).castTo(z.dataType());
        SDVariable distance = sd.math().abs(fixedZ.sub(fixedTheta));
        SDVariable moved = straightThroughToInput ? fixedZ.sub(z).add(delta) : delta;
        SDVariable nudge = kernel.build(sd, distance, bandwidth).mul(moved);
        SDVariable codes = z.mul(fires).sub(nudge.mul(fixedTheta));
        SDVariable gate = fires.sub(nudge);
        return new TrainingCodes(codes, z, false, gate, theta);
    }

    @Override
    public Map<String, INDArray> inferenceParameters(Map<String, INDArray> trained) {
        INDArray threshold = form == ThresholdForm.RAW
                ? Transforms.max(required(trained, Weights.THRESHOLD), 0.0, true)
                : Transforms.exp(required(trained, LOG_THRESHOLD), true);
        return Map.of(Weights.THRESHOLD, threshold);
    }

    @Override
    public Map<String, INDArray> scaleInferenceParameters(Map<String, INDArray> parameters, INDArray factor) {
        return Map.of(Weights.THRESHOLD, required(parameters, Weights.THRESHOLD).mul(factor));
    }

    private static INDArray required(Map<String, INDArray> parameters, String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    @Override
    public boolean foldsDecoderNorms() {
        return true;
    }

    @Override
    public boolean firesByFeature() {
        return true;
    }

    @Override
    public boolean isHomogeneous() {
        return true;
    }

    /** Fires where {@code z > max(θ, 0)}, as SAELens and Gemma Scope do. */
    @Override
    public Activation activation(SaeConfig config, Weights weights) {
        int width = config.dSae();
        weights.requireShape(Weights.THRESHOLD, width);
        float[] threshold = HostArrays.toFloats(weights.get(Weights.THRESHOLD));
        return (values, rows) -> {
            for (int r = 0; r < rows; r++) {
                int base = r * width;
                for (int j = 0; j < width; j++) {
                    float z = values[base + j];
                    values[base + j] = z > Math.max(threshold[j], 0f) ? z : 0f;
                }
            }
        };
    }
}
