package io.sae4j.loss;

import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/** The demand that some terms make on the encoder. */
final class Thresholds {
    private Thresholds() {}

    static SDVariable require(@Nullable SDVariable variable, String loss) {
        if (variable == null) {
            throw new IllegalArgumentException(
                    "loss '" + loss + "' needs an encoder with learned thresholds, such as Encoders.jumpRelu()");
        }
        return variable;
    }
}
