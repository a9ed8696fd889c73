package io.sae4j.encoder;

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

/**
 * {@code f = 1[π > 0]·max(p·exp(r_mag) + b_mag, 0)} with {@code p = (x − b_dec)·W_enc} and {@code π = p + b_enc}: a gate
 * decides whether a feature fires, a scale and a bias of its own how strongly (Rajamanoharan et al., arXiv 2404.16014,
 * eq. 6 and 7). So the penalty that keeps the gate closed does not make codes too small.
 *
 * <p>The gate's bias is the SAE's {@code b_enc}, and pre-activations are π. The step has no gradient: the gate learns from
 * penalties, which act on {@code max(π, 0)}, and from {@code Losses.gateReconstruction…}, without which penalties close all
 * gates.
 */
public final class GatedEncoder implements Encoder {
    public static final String NAME = "gated";
    /** Logarithm of the factor between the gate's and the magnitude's weights, {@code [dSae]}. */
    public static final String R_MAG = "r_mag";
    /** Bias of the magnitude, {@code [dSae]}. */
    public static final String B_MAG = "b_mag";

    @Override
    public EncoderSpec spec() {
        return EncoderSpec.of(NAME);
    }

    @Override
    public List<EncoderParameter> parameters(int dSae) {
        long[] shape = {dSae};
        return List.of(new EncoderParameter(R_MAG, shape, 0), new EncoderParameter(B_MAG, shape, 0));
    }

    @Override
    public TrainingCodes build(EncoderGraph graph) {
        SameDiff sd = graph.sameDiff();
        SDVariable gate = graph.preActivations();
        SDVariable open = gate.gt(0).castTo(gate.dataType());
        SDVariable scaled = graph.products().mul(sd.math().exp(graph.parameter(R_MAG)));
        SDVariable magnitude = sd.nn().relu(scaled.add(magnitudeBias(graph)), 0);
        return TrainingCodes.plain(magnitude.mul(open), gate)
                .withPenalised(sd.nn().relu(gate, 0));
    }

    /** With 0 times the gate's bias, so that an objective that does not reach the gate has a gradient of 0 for it. */
    private static SDVariable magnitudeBias(EncoderGraph graph) {
        return graph.parameter(B_MAG).add(graph.parameter(Weights.B_ENC).mul(0.0));
    }

    @Override
    public Map<String, INDArray> scaleInferenceParameters(Map<String, INDArray> parameters, INDArray factor) {
        return Map.of(
                B_MAG, Objects.requireNonNull(parameters.get(B_MAG), B_MAG).mul(factor));
    }

    @Override
    public boolean foldsDecoderNorms() {
        return true;
    }

    @Override
    public boolean isHomogeneous() {
        return true;
    }

    @Override
    public Activation activation(SaeConfig config, Weights weights) {
        int width = config.dSae();
        float[] gateBias = vector(weights, Weights.B_ENC, width);
        float[] bias = vector(weights, B_MAG, width);
        float[] scale = vector(weights, R_MAG, width);
        for (int j = 0; j < width; j++) {
            scale[j] = (float) Math.exp(scale[j]);
        }
        return (values, rows) -> {
            for (int r = 0; r < rows; r++) {
                int base = r * width;
                for (int j = 0; j < width; j++) {
                    float gate = values[base + j];
                    values[base + j] = gate > 0f ? Math.max((gate - gateBias[j]) * scale[j] + bias[j], 0f) : 0f;
                }
            }
        };
    }

    private static float[] vector(Weights weights, String name, int width) {
        weights.requireShape(name, width);
        return HostArrays.toFloats(weights.get(name));
    }
}
