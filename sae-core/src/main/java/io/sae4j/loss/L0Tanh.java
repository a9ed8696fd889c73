package io.sae4j.loss;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.model.LossSpec;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Mean over rows of {@code Σ_j tanh(c·a_j·‖w_j‖)}: a smooth count of what fires (Anthropic, January 2025).
 *
 * @param scale c, positive; 4 by default. Higher is closer to a count and gives smaller gradients to large codes
 */
public record L0Tanh(double scale) implements LossTerm {
    public static final String NAME = "l0_tanh";
    /** Anthropic's, January 2025. */
    public static final double DEFAULT_SCALE = 4.0;

    private static final String SCALE = "scale";

    public L0Tanh {
        checkArgument(scale > 0 && Double.isFinite(scale), "tanh scale must be positive and finite, got %s", scale);
    }

    /** The term that {@code spec} describes. */
    public static L0Tanh fromSpec(LossSpec spec) {
        return new L0Tanh(spec.doubleOr(SCALE, DEFAULT_SCALE));
    }

    @Override
    public LossSpec spec() {
        return new LossSpec(NAME, Map.of(SCALE, scale));
    }

    @Override
    public SDVariable build(LossGraph graph) {
        SDVariable sizes = graph.codes().penalised().mul(graph.penaltyNorms()).mul(scale);
        return graph.meanOverRows(graph.sameDiff().math().tanh(sizes));
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
