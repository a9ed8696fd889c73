package io.sae4j.encoder;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.model.EncoderSpec;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Keeps the {@code k·rows} largest positive pre-activations of the whole batch, so that a row gets as many codes as it
 * needs and only their mean is k (Bussmann, Leask and Nanda, arXiv 2412.06410). A saved SAE must not depend on its batch:
 * at inference it is JumpReLU's, with one threshold for all features, the running average of the smallest code of each
 * step.
 *
 * <p>With {@code rescaleByDecoderNorm} features are ranked by {@code z_j·‖w_j‖}, see {@link TopKEncoder}; the threshold is
 * one of those scores.
 *
 * @param k mean number of codes per row, at least 1. Too low: FVU stays high; too high: features merge and are hard to read
 * @param rescaleByDecoderNorm whether scores are scaled by the norms of the decoder rows while training
 */
public record BatchTopKEncoder(int k, boolean rescaleByDecoderNorm) implements Encoder {
    public static final String NAME = "batchtopk";

    public BatchTopKEncoder {
        checkArgument(k > 0, "k must be positive, got %s", k);
    }

    /** The encoder that {@code spec} describes. */
    public static BatchTopKEncoder fromSpec(EncoderSpec spec) {
        return new BatchTopKEncoder(spec.requireInt(TopKEncoder.K), spec.booleanOr(TopKEncoder.RESCALE, false));
    }

    @Override
    public EncoderSpec spec() {
        return new EncoderSpec(NAME, Map.of(TopKEncoder.K, k, TopKEncoder.RESCALE, rescaleByDecoderNorm));
    }

    @Override
    public EncoderSpec inferenceSpec() {
        return EncoderSpec.of(JumpReluEncoder.NAME);
    }

    @Override
    public void checkWidths(int dIn, int dSae) {
        checkArgument(k <= dSae, "k must be at most hiddenDim %s, got %s", dSae, k);
    }

    @Override
    public boolean needsWholeBatch() {
        return true;
    }

    @Override
    public boolean learnsThresholdByAverage() {
        return true;
    }

    @Override
    public TrainingCodes build(EncoderGraph graph) {
        SDVariable scores =
                rescaleByDecoderNorm ? graph.preActivations().mul(graph.decoderNorms()) : graph.preActivations();
        SDVariable selected =
                graph.batchMask("batchtopk_mask", scores, BatchMasks.largestPositive(k, graph.widening()));
        return new TrainingCodes(scores.mul(selected), scores, rescaleByDecoderNorm, null, null);
    }

    @Override
    public Map<String, INDArray> inferenceParameters(Map<String, INDArray> trained) {
        return Map.of(Weights.THRESHOLD, threshold(trained));
    }

    @Override
    public Map<String, INDArray> scaleInferenceParameters(Map<String, INDArray> parameters, INDArray factor) {
        return Map.of(Weights.THRESHOLD, threshold(parameters).mul(factor));
    }

    /** Scores that are scaled by the norms already become the pre-activations as they are, and so does their threshold. */
    @Override
    public Map<String, INDArray> foldDecoderNorms(Map<String, INDArray> parameters, INDArray norms) {
        return rescaleByDecoderNorm ? Map.of() : scaleInferenceParameters(parameters, norms);
    }

    private static INDArray threshold(Map<String, INDArray> parameters) {
        INDArray threshold = parameters.get(Weights.THRESHOLD);
        checkArgument(
                threshold != null,
                "encoder '%s' needs the tensor '%s' for its inference form",
                NAME,
                Weights.THRESHOLD);
        return threshold;
    }

    /** A feature fires by its own pre-activation once there is a threshold. */
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

    @Override
    public Activation activation(SaeConfig config, Weights weights) {
        return JumpReluEncoder.fromSpec(inferenceSpec()).activation(config, weights);
    }
}
