package io.sae4j.loss;

import io.sae4j.encoder.GraphOps;
import io.sae4j.encoder.RowMasks;
import io.sae4j.model.LossSpec;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * AuxK: the dead features with the largest scores reconstruct what the living ones leave over, {@code e = x − x̂}
 * (detached), so that they get gradients again (arXiv 2406.04093, A.2). At most {@code dOut/2} features a row.
 *
 * @param form whose form of it
 */
public record AuxK(Form form) implements LossTerm {
    public static final String NAME = "auxk";
    private static final String FORM = "form";
    private static final double SMALLEST_VARIANCE = 1e-12;

    /** The published forms. */
    public enum Form {
        /**
         * {@code E‖e − ê‖² / E‖e − ē‖²}, ê from rectified scores without bias: OpenAI's and dictionary_learning's,
         * independent of the data's scale.
         */
        NORMALISED,
        /**
         * The same with scores that are not rectified. A feature whose scores are negative on every row, as those of a dead ReLU feature always are, gets a
         * gradient too: negative codes are an error, which pulls its scores up towards 0.
         */
        SIGNED,
        /**
         * {@code min(n_dead / k_aux, 1)·E‖e − (ê + b_dec)‖²}, scores not rectified: SAELens 6.18, with its bias, which
         * later versions dropped. For comparison.
         */
        SAELENS_6_18
    }

    /** The term that {@code spec} describes. */
    public static AuxK fromSpec(LossSpec spec) {
        return new AuxK(Form.valueOf(spec.textOr(FORM, Form.NORMALISED.name())));
    }

    @Override
    public LossSpec spec() {
        return new LossSpec(NAME, Map.of(FORM, form.name()));
    }

    @Override
    public SDVariable build(LossGraph graph) {
        SameDiff sd = graph.sameDiff();
        int most = Math.max(1, graph.dOut() / 2);
        SDVariable scores = graph.codes().scores();
        SDVariable dead = graph.deadFeatures();
        SDVariable residual = GraphOps.stop(graph.residual());
        SDVariable selected = selected(graph, Math.min(most, graph.dSae()));
        if (form == Form.SAELENS_6_18) {
            SDVariable rebuilt = graph.decodeWithoutBias(scores.mul(selected)).add(graph.decoderBias());
            SDVariable share =
                    sd.math().min(graph.deadCount().div(most), sd.constant(1.0).castTo(dead.dataType()));
            return graph.meanOverRows(GraphOps.square(rebuilt.sub(residual))).mul(share);
        }
        SDVariable rebuilt = graph.decodeWithoutBias(scores.mul(selected));
        SDVariable error = graph.meanOverRows(GraphOps.square(rebuilt.sub(residual)));
        return error.div(sd.math()
                .max(variance(graph, residual), sd.constant(SMALLEST_VARIANCE).castTo(dead.dataType())));
    }

    private SDVariable selected(LossGraph graph, int most) {
        SDVariable dead = graph.deadFeatures();
        SDVariable scores = GraphOps.stop(graph.codes().scores()).mul(dead);
        return form == Form.NORMALISED
                ? graph.hostMask("auxk_mask", scores, RowMasks.largestPositive(most))
                : graph.hostMask(
                        "auxk_mask", scores.add(dead.rsub(1.0).mul(2.0 * RowMasks.INELIGIBLE)), RowMasks.largest(most));
    }

    /** {@code E‖e − ē‖² = E‖e‖² − ‖ē‖²} over the whole batch. */
    private static SDVariable variance(LossGraph graph, SDVariable residual) {
        SDVariable mean = graph.batchSumOfRows(residual, graph.dOut()).div(graph.batchRows());
        SDVariable meanSquare = graph.meanOverRows(GraphOps.square(residual));
        return meanSquare.sub(GraphOps.square(mean).sum());
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
