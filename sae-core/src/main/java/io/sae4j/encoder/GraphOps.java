package io.sae4j.encoder;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/** Small pieces of graphs. */
public final class GraphOps {
    private GraphOps() {}

    /** {@code value²}, whose gradient is a product; SameDiff's own square is differentiated through a slow power. */
    public static SDVariable square(SDVariable value) {
        return value.mul(value);
    }

    /** {@code value} as a constant: its value flows on, gradients do not flow back. */
    public static SDVariable stop(SDVariable value) {
        return new StopGradient(value.getSameDiff(), value).outputVariable();
    }
}
