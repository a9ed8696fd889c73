package io.sae4j.loss;

import io.sae4j.model.LossSpec;
import java.util.function.BiFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A term given by a function.
 *
 * @param name under which it is saved
 * @param term builds the scalar
 */
public record CustomLoss(String name, BiFunction<SameDiff, LossGraph, SDVariable> term) implements LossTerm {
    @Override
    public LossSpec spec() {
        return LossSpec.of(name);
    }

    @Override
    public SDVariable build(LossGraph graph) {
        return term.apply(graph.sameDiff(), graph);
    }
}
