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
    private static final String DECODER_NORMS = "decoderNorms";

    /** The term that {@code spec} describes. */
    public static L1 fromSpec(LossSpec spec) {
        return new L1(spec.booleanOr(DECODER_NORMS, false));
    }

    @Override
    public LossSpec spec() {
        return new LossSpec(NAME, Map.of(DECODER_NORMS, decoderNorms));
    }

    @Override
    public SDVariable build(LossGraph graph) {
        SDVariable codes = graph.codes().penalised();
        return graph.meanOverRows(decoderNorms ? codes.mul(graph.penaltyNorms()) : codes);
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
