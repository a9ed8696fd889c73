package io.sae4j.loss;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.encoder.GraphOps;
import io.sae4j.encoder.TrainingCodes;
import io.sae4j.model.LossSpec;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * {@code E‖t − (max(π, 0)·W_dec + b_dec)‖²} for a gated encoder: the gate's own reconstruction, which teaches it to open where
 * a feature helps (Rajamanoharan et al., arXiv 2404.16014, eq. 8).
 *
 * @param detachedDecoder whether {@code W_dec} and {@code b_dec} count as constants in it, as in the paper and in
 *     dictionary_learning; in SAELens they get its gradient, too (issue 539)
 */
public record GateReconstruction(boolean detachedDecoder) implements LossTerm {
    public static final String NAME = "gate_reconstruction";
    private static final String DETACHED_DECODER = "detachedDecoder";

    /** The term that {@code spec} describes. */
    public static GateReconstruction fromSpec(LossSpec spec) {
        return new GateReconstruction(spec.booleanOr(DETACHED_DECODER, true));
    }

    @Override
    public LossSpec spec() {
        return new LossSpec(NAME, Map.of(DETACHED_DECODER, detachedDecoder));
    }

    @Override
    public SDVariable build(LossGraph graph) {
        TrainingCodes codes = graph.codes();
        checkArgument(
                !codes.penalised().name().equals(codes.activations().name()),
                "loss '%s' needs an encoder with a gate, such as Encoders.gated()",
                NAME);
        SDVariable rebuilt = detachedDecoder ? graph.decodeFrozen(codes.penalised()) : graph.decode(codes.penalised());
        return graph.meanOverRows(GraphOps.square(graph.target().sub(rebuilt)));
    }

    @Override
    public Splitting splitting() {
        return Splitting.SUM_OVER_ROWS;
    }
}
