package io.sae4j.docs;

import io.sae4j.encoder.GraphOps;
import io.sae4j.loss.LossGraph;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.Splitting;
import io.sae4j.model.LossSpec;
import org.nd4j.autodiff.samediff.SDVariable;

/** The loss term of docs/extending.md: {@code Σ_j (E a_j)²}, which is not a sum over rows. */
final class FeatureBalance implements LossTerm {
    @Override
    public LossSpec spec() {
        return LossSpec.of("feature-balance");
    }

    @Override
    public SDVariable build(LossGraph graph) {
        SDVariable sums = graph.batchSumOfRows(graph.codes().activations(), graph.dSae());
        return GraphOps.square(sums.div(graph.batchRows())).sum();
    }

    @Override
    public Splitting splitting() {
        return Splitting.THROUGH_BATCH_SUMS;
    }
}
