package io.sae4j.loss;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.encoder.GraphOps;
import io.sae4j.model.LossSpec;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * {@code (L0/T − 1)²} with L0 the mean number of features that fire on a row of the batch and T its target: pulls L0 towards T
 * from both sides (Gemma Scope 2; dictionary_learning's JumpReLU). The step is that of the pre-activations, so that features
 * under their threshold pull it down, too. Needs an encoder with learned thresholds.
 *
 * @param targetL0 T, positive and finite
 */
public record L0Quadratic(double targetL0) implements LossTerm {
    public static final String NAME = "l0_quadratic";
    private static final String TARGET_L0 = "targetL0";

    public L0Quadratic {
        checkArgument(
                targetL0 > 0 && Double.isFinite(targetL0), "targetL0 must be positive and finite, got %s", targetL0);
    }

    /** The term that {@code spec} describes. */
    public static L0Quadratic fromSpec(LossSpec spec) {
        return new L0Quadratic(spec.doubleOr(TARGET_L0, Double.NaN));
    }

    @Override
    public LossSpec spec() {
        return new LossSpec(NAME, Map.of(TARGET_L0, targetL0));
    }

    /** The term where {@code l0} features fire on a row. */
    public double value(double l0) {
        double excess = l0 / targetL0 - 1;
        return excess * excess;
    }

    /** The derivative of {@link #value}. */
    public double slope(double l0) {
        return 2 * (l0 / targetL0 - 1) / targetL0;
    }

    @Override
    public SDVariable build(LossGraph graph) {
        SDVariable l0 = graph.meanOverRows(Thresholds.require(graph.codes().gate(), NAME));
        return GraphOps.square(l0.div(targetL0).sub(1.0));
    }

    @Override
    public Splitting splitting() {
        return Splitting.THROUGH_BATCH_SUMS;
    }
}
