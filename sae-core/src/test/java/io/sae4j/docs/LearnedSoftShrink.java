package io.sae4j.docs;

import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.EncoderGraph;
import io.sae4j.encoder.EncoderParameter;
import io.sae4j.encoder.TrainingCodes;
import io.sae4j.model.EncoderSpec;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The encoder of docs/extending.md: {@code f_j = max(z_j − max(λ_j, 0), 0)} with a learned λ per feature. */
final class LearnedSoftShrink implements Encoder {
    static final String NAME = "learned-softshrink";
    private final double initial;

    LearnedSoftShrink(double initial) {
        this.initial = initial;
    }

    static LearnedSoftShrink fromSpec(EncoderSpec spec) {
        return new LearnedSoftShrink(spec.doubleOr("initial", 0.1));
    }

    @Override
    public EncoderSpec spec() {
        return new EncoderSpec(NAME, Map.of("initial", initial));
    }

    @Override
    public List<EncoderParameter> parameters(int dSae) {
        return List.of(new EncoderParameter("shrink", new long[] {dSae}, initial));
    }

    @Override
    public TrainingCodes build(EncoderGraph graph) {
        SDVariable z = graph.preActivations();
        SDVariable shrink = graph.sameDiff().nn().relu(graph.parameter("shrink"), 0);
        return TrainingCodes.plain(graph.sameDiff().nn().relu(z.sub(shrink), 0), z);
    }

    @Override
    public boolean isHomogeneous() {
        return true;
    }

    @Override
    public boolean foldsDecoderNorms() {
        return true;
    }

    @Override
    public Map<String, INDArray> scaleInferenceParameters(Map<String, INDArray> parameters, INDArray factor) {
        return Map.of("shrink", parameters.get("shrink").mul(factor));
    }
}
