package io.sae4j.loss;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.model.LossSpec;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Mean over rows of {@code (Σ_j φ(a_j·‖w_j‖))^(1/p)} with φ the {@linkplain FlooredPower p-th power}: SAELens's penalty with
 * {@code lp_norm}. With p below 1 it asks less of large codes and more of small ones than L1, which it is for p = 1.
 *
 * @param exponent p, above 0 and at most 1
 */
public record Lp(double exponent) implements LossTerm {
    public static final String NAME = "lp";
    private static final String EXPONENT = "exponent";

    public Lp {
        checkArgument(exponent > 0 && exponent <= 1, "exponent must be in (0, 1], got %s", exponent);
    }

    /** The term that {@code spec} describes. */
    public static Lp fromSpec(LossSpec spec) {
        return new Lp(spec.doubleOr(EXPONENT, 1));
    }

    @Override
    public LossSpec spec() {
        return new LossSpec(NAME, Map.of(EXPONENT, exponent));
    }

    @Override
    public SDVariable build(LossGraph graph) {
        SDVariable sizes = graph.codes().penalised().mul(graph.penaltyNorms());
        SDVariable powers = FlooredPower.build(graph.sameDiff(), sizes, exponent);
        return graph.meanOverRows(
                exponent == 1 ? powers : graph.sameDiff().math().pow(powers.sum(1), 1 / exponent));
    }

    /** The norm of a row whose powers have this sum. */
    public double norm(double sum) {
        return Math.pow(sum, 1 / exponent);
    }

    /** The derivative of {@link #norm}. */
    public double slope(double sum) {
        return Math.pow(sum, 1 / exponent - 1) / exponent;
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
