package io.sae4j.encoder;

import io.sae4j.loss.LossGraph;
import io.sae4j.loss.LossTerm;
import io.sae4j.model.LossSpec;
import org.nd4j.autodiff.samediff.SDVariable;

/** A loss term that copies the codes of a training graph out while the graph runs. Its weight should be 0. */
final class CodeProbe implements LossTerm {
    private float[] codes = new float[0];

    @Override
    public LossSpec spec() {
        return LossSpec.of("code-probe");
    }

    @Override
    public SDVariable build(LossGraph graph) {
        SDVariable activations = graph.codes().activations();
        SDVariable seen = graph.hostMask("probe", activations, this::copy);
        return graph.meanOverRows(activations.mul(seen));
    }

    private synchronized void copy(float[] values, int from, int to, int width, float[] mask) {
        if (codes.length < values.length) {
            codes = new float[values.length];
        }
        System.arraycopy(values, from * width, codes, from * width, (to - from) * width);
    }

    /** Codes {@code [rows, dSae]} of the last step. */
    float[] codes() {
        return codes;
    }
}
