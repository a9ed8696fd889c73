package io.sae4j.encoder;

import io.sae4j.model.EncoderSpec;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a user might write: {@code max(z − o, 0)·g} with an offset o and a gain g learned for each feature.
 *
 * @param folds whether it brings a fold rule; without one the input scale is kept beside the weights
 */
record OffsetEncoder(String name, boolean folds) implements Encoder {
    private static final String OFFSET = "offset";
    private static final String GAIN = "gain";

    @Override
    public EncoderSpec spec() {
        return new EncoderSpec(name, Map.of("folds", folds));
    }

    @Override
    public List<EncoderParameter> parameters(int dSae) {
        return List.of(
                new EncoderParameter(OFFSET, new long[] {dSae}, 0.05),
                new EncoderParameter(GAIN, new long[] {dSae}, 1));
    }

    @Override
    public TrainingCodes build(EncoderGraph graph) {
        SDVariable z = graph.preActivations();
        SDVariable rectified = graph.sameDiff().nn().relu(z.sub(graph.parameter(OFFSET)), 0);
        return TrainingCodes.plain(rectified.mul(graph.parameter(GAIN)), z);
    }

    @Override
    public boolean isHomogeneous() {
        return folds;
    }

    @Override
    public boolean foldsDecoderNorms() {
        return folds;
    }

    @Override
    public Map<String, INDArray> scaleInferenceParameters(Map<String, INDArray> parameters, INDArray factor) {
        return Map.of(OFFSET, parameters.get(OFFSET).mul(factor));
    }
}
