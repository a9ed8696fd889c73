package io.sae4j.encoder;

import io.sae4j.model.EncoderSpec;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import org.nd4j.autodiff.samediff.SDVariable;

/** {@code f = max(z, 0)}: the classic encoder, made sparse by an L1 penalty. SAELens calls it {@code standard}. */
public final class ReluEncoder implements Encoder {
    public static final String NAME = "relu";

    @Override
    public EncoderSpec spec() {
        return EncoderSpec.of(NAME);
    }

    @Override
    public TrainingCodes build(EncoderGraph graph) {
        SDVariable pre = graph.preActivations();
        return TrainingCodes.plain(graph.sameDiff().nn().relu(pre, 0), pre);
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

    @Override
    public Activation activation(SaeConfig config, Weights weights) {
        int width = config.dSae();
        return (values, rows) -> {
            for (int i = 0; i < rows * width; i++) {
                values[i] = Math.max(values[i], 0f);
            }
        };
    }
}
