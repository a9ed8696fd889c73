package io.sae4j.loss;

import io.sae4j.model.LossSpec;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Mean over rows of {@code Σ_j a_j}, or of {@code Σ_j a_j·‖w_j‖} with decoder norms (Anthropic, April 2024), which keeps
 * free decoder rows from growing to shrink the penalty.
 *
 * @param decoderNorms whether activations are weighted by the norms of their decoder rows
 */
public record L1(boolean decoderNorms) implements LossTerm {
    public static final String NAME = "l1";

    @Override
    public LossSpec spec() {
        return new LossSpec(NAME, Map.of("decoderNorms", decoderNorms));
    }

    @Override
    public SDVariable build(LossGraph graph) {
        SDVariable codes = graph.codes().activations();
        return graph.meanOverRows(decoderNorms ? codes.mul(graph.decoderNorms()) : codes);
    }

    @Override
    public Splitting splitting() {
        return Splitting.SUM_OVER_ROWS;
    }
}
