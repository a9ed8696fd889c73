package io.sae4j.encoder;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.math.TopKSelector;
import io.sae4j.model.EncoderSpec;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Keeps the k largest pre-activations of a row, rectified (Gao et al., arXiv 2406.04093, eq. 4). L0 is at most k: a
 * selected pre-activation that is not positive gives no code.
 *
 * <p>With {@code rescaleByDecoderNorm} features are ranked by {@code z_j·‖w_j‖}, which are the codes too, and decoding
 * divides by the norms (SAELens). With unit-norm decoder rows both are the same.
 *
 * @param k codes kept per row, at least 1. Too low: FVU stays high; too high: features merge and are hard to read
 * @param rescaleByDecoderNorm whether scores are scaled by the norms of the decoder rows while training
 */
public record TopKEncoder(int k, boolean rescaleByDecoderNorm) implements Encoder {
    public static final String NAME = "topk";
    public static final String K = "k";
    public static final String RESCALE = "rescaleByDecoderNorm";

    public TopKEncoder {
        checkArgument(k > 0, "k must be positive, got %s", k);
    }

    /** The encoder that {@code spec} describes. */
    public static TopKEncoder fromSpec(EncoderSpec spec) {
        return new TopKEncoder(spec.requireInt(K), spec.booleanOr(RESCALE, false));
    }

    @Override
    public EncoderSpec spec() {
        return new EncoderSpec(NAME, Map.of(K, k, RESCALE, rescaleByDecoderNorm));
    }

    @Override
    public void checkWidths(int dIn, int dSae) {
        checkArgument(k <= dSae, "k must be at most hiddenDim %s, got %s", dSae, k);
    }

    @Override
    public TrainingCodes build(EncoderGraph graph) {
        SDVariable scores =
                rescaleByDecoderNorm ? graph.preActivations().mul(graph.decoderNorms()) : graph.preActivations();
        SDVariable selected = graph.hostMask("topk_mask", scores, RowMasks.largestPositive(k, graph.widening()));
        SDVariable codes = scores.mul(selected);
        return new TrainingCodes(codes, scores, rescaleByDecoderNorm, null, null);
    }

    @Override
    public boolean foldsDecoderNorms() {
        return rescaleByDecoderNorm;
    }

    @Override
    public boolean isHomogeneous() {
        return true;
    }

    @Override
    public Activation activation(SaeConfig config, Weights weights) {
        int width = config.dSae();
        return (values, rows) -> {
            TopKSelector selector = new TopKSelector(k);
            int[] kept = new int[k];
            float[] keptValues = new float[k];
            for (int r = 0; r < rows; r++) {
                int base = r * width;
                int count = selector.select(values, base, width, kept);
                for (int i = 0; i < count; i++) {
                    keptValues[i] = Math.max(values[base + kept[i]], 0f);
                }
                Arrays.fill(values, base, base + width, 0f);
                for (int i = 0; i < count; i++) {
                    values[base + kept[i]] = keptValues[i];
                }
            }
        };
    }
}
