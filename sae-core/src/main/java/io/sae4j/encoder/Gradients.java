package io.sae4j.encoder;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/** Small graph pieces for straight-through estimators. */
public final class Gradients {
    private Gradients() {}

    /** {@code value} as a constant: its value flows on, gradients do not flow back. */
    public static SDVariable stop(SDVariable value) {
        return new StopGradient(value.getSameDiff(), value).outputVariable();
    }
}
