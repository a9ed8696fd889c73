package io.sae4j.loss;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.encoder.GraphOps;
import io.sae4j.model.LossSpec;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Ghost gradients (Jermyn and Templeton, Anthropic, January 2024): dead features reconstruct what the living ones leave over,
 * with the exponential of their scores as codes, so that each gets a gradient on every row. The reconstruction is
 * scaled to a share of the residual's norm row by row, and the term to the mean squared error; both factors are constants to differentiation, as is the
 * residual. So the term's value is the mean squared error itself; only its gradient is of interest.
 *
 * <p>Where ĝ has a cosine with the residual that is larger than the share, scores of dead features rise, else they fall; so a small
 * share brings features back that can say little about the residual.
 *
 * <p>As in the note, the term as a whole is scaled; SAELens scaled the squared error of each entry by itself.
 *
 * @param share of the residual's norm that the ghost reconstruction is scaled to, in (0, 1]
 */
public record GhostGradients(double share) implements LossTerm {
    public static final String NAME = "ghost_gradients";
    /** Brings back features whose directions hardly agree with the residual, too; that of the note is 0.5. */
    public static final double DEFAULT_SHARE = 0.1;

    private static final String SHARE = "share";
    private static final double SMALLEST = 1e-12;
    private static final double FAR_BELOW = 1e30;

    public GhostGradients {
        checkArgument(share > 0 && share <= 1, "share of ghost gradients must be in (0, 1], got %s", share);
    }

    /** The term that {@code spec} describes. */
    public static GhostGradients fromSpec(LossSpec spec) {
        return new GhostGradients(spec.doubleOr(SHARE, DEFAULT_SHARE));
    }

    @Override
    public LossSpec spec() {
        return new LossSpec(NAME, Map.of(SHARE, share));
    }

    @Override
    public SDVariable build(LossGraph graph) {
        SDVariable residual = GraphOps.stop(graph.residual());
        SDVariable ghost = graph.decodeWithoutBias(codes(graph));
        SDVariable error = ghost.mul(shareOfResidual(graph, residual, GraphOps.stop(ghost)))
                .sub(residual);
        SDVariable ghostError = graph.meanOverRows(GraphOps.square(error));
        SDVariable mainError = graph.meanOverRows(GraphOps.square(residual));
        return ghostError.mul(GraphOps.stop(mainError.div(atLeast(graph, ghostError))));
    }

    /**
     * {@code exp(s_ij − max_j s_ij)} for dead features, 0 for others: a factor of a whole row of codes does not change the
     * term, and without it the exponential could overflow.
     */
    private static SDVariable codes(LossGraph graph) {
        SDVariable scores = graph.codes().scores();
        SDVariable dead = graph.deadFeatures();
        SDVariable eligible = GraphOps.stop(scores).mul(dead).add(dead.rsub(1.0).mul(-FAR_BELOW));
        SDVariable largest = eligible.max(true, 1);
        return graph.sameDiff().math().exp(scores.sub(largest).mul(dead)).mul(dead);
    }

    /** {@code share·‖e_i‖/‖ĝ_i‖}, {@code [rows, 1]}. */
    private SDVariable shareOfResidual(LossGraph graph, SDVariable residual, SDVariable ghost) {
        SameDiff sd = graph.sameDiff();
        SDVariable residualNorm = sd.math().sqrt(GraphOps.square(residual).sum(true, 1));
        SDVariable ghostNorm = sd.math().sqrt(GraphOps.square(ghost).sum(true, 1));
        return residualNorm.mul(share).div(atLeast(graph, ghostNorm));
    }

    private static SDVariable atLeast(LossGraph graph, SDVariable value) {
        SameDiff sd = graph.sameDiff();
        return sd.math().max(value, sd.constant(SMALLEST).castTo(value.dataType()));
    }

    @Override
    public boolean needsDeadFeatures() {
        return true;
    }

    @Override
    public Splitting splitting() {
        return Splitting.THROUGH_BATCH_SUMS;
    }
}
