package io.sae4j.loss;

import io.sae4j.model.LossSpec;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Mean over rows of the number of features that fire, {@code Σ_j H(z_j − θ_j)}, with the straight-through gradient to θ
 * (arXiv 2407.14435, eq. 9). Needs an encoder with learned thresholds.
 */
public record L0Step() implements LossTerm {
    public static final String NAME = "l0";

    @Override
    public LossSpec spec() {
        return LossSpec.of(NAME);
    }

    @Override
    public SDVariable build(LossGraph graph) {
        return graph.meanOverRows(Thresholds.require(graph.codes().gate(), NAME));
    }

    @Override
    public boolean isSparsityPenalty() {
        return true;
    }

    @Override
    public Splitting splitting() {
        return Splitting.SUM_OVER_ROWS;
    }
}
