package io.sae4j.loss;

import io.sae4j.model.LossSpec;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Mean over rows of {@code Σ_j max(θ_j − z_j, 0)·‖w_j‖} over dead features, or over all: pulls pre-activations towards
 * the threshold so that dead JumpReLU features come back (Anthropic, January 2025, over all; SAELens over dead ones).
 *
 * @param allFeatures whether living features are pulled as well
 */
public record PreActivation(boolean allFeatures) implements LossTerm {
    public static final String NAME = "pre_activation";
    private static final String ALL_FEATURES = "allFeatures";

    /** The term that {@code spec} describes. */
    public static PreActivation fromSpec(LossSpec spec) {
        return new PreActivation(spec.booleanOr(ALL_FEATURES, false));
    }

    @Override
    public LossSpec spec() {
        return new LossSpec(NAME, Map.of(ALL_FEATURES, allFeatures));
    }

    @Override
    public SDVariable build(LossGraph graph) {
        SDVariable threshold = Thresholds.require(graph.codes().threshold(), NAME);
        SDVariable shortfall = graph.sameDiff()
                .nn()
                .relu(graph.codes().scores().rsub(threshold), 0)
                .mul(graph.penaltyNorms());
        return graph.meanOverRows(allFeatures ? shortfall : shortfall.mul(graph.deadFeatures()));
    }

    @Override
    public boolean needsDeadFeatures() {
        return !allFeatures;
    }

    @Override
    public Splitting splitting() {
        return Splitting.SUM_OVER_ROWS;
    }
}
