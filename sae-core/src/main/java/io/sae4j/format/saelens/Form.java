package io.sae4j.format.saelens;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;

/** What an SAE's rows and reconstructions are to each other, told by the end of an architecture's name. */
enum Form {
    AUTOENCODER(""),
    TRANSCODER("transcoder"),
    SKIP_TRANSCODER("skip_transcoder"),
    /** Ours; SAELens has none. */
    CROSSCODER("crosscoder");

    private final String suffix;

    Form(String suffix) {
        this.suffix = suffix;
    }

    /** The end of the name, without the underscore before it. */
    String suffix() {
        return suffix;
    }

    boolean isTranscoder() {
        return this == TRANSCODER || this == SKIP_TRANSCODER;
    }

    static Form of(SaeConfig config, Weights weights) {
        boolean skip = weights.has(Weights.W_SKIP);
        checkArgument(!skip || config.ownTargets(), "only a transcoder has a tensor '%s'", Weights.W_SKIP);
        if (!config.parts().isEmpty()) {
            return CROSSCODER;
        }
        if (!config.ownTargets()) {
            return AUTOENCODER;
        }
        return skip ? SKIP_TRANSCODER : TRANSCODER;
    }
}
