package io.sae4j.encoder;

import io.sae4j.model.EncoderSpec;
import java.util.function.BiFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * An encoder given by an activation function without learned parameters.
 *
 * @param name under which it is saved
 * @param function from pre-activations {@code [rows, dSae]} to codes of the same shape, row by row
 */
public record CustomEncoder(String name, BiFunction<SameDiff, SDVariable, SDVariable> function) implements Encoder {
    @Override
    public EncoderSpec spec() {
        return EncoderSpec.of(name);
    }

    @Override
    public TrainingCodes build(EncoderGraph graph) {
        SDVariable pre = graph.preActivations();
        return TrainingCodes.plain(function.apply(graph.sameDiff(), pre), pre);
    }
}
