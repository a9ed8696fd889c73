package io.sae4j.engine;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Features to start again, with their new weights. The arrays are shared: read only.
 *
 * @param features in ascending order, each once
 * @param encoder column of {@code W_enc} for each of them, {@code [n][dIn]}
 * @param decoder row of {@code W_dec} for each of them, {@code [n][dOut]}
 */
public record FeatureRestart(int[] features, float[][] encoder, float[][] decoder) {
    public FeatureRestart {
        checkArgument(
                features.length == encoder.length && features.length == decoder.length,
                "features, encoder and decoder must be as many, got %s, %s and %s",
                features.length,
                encoder.length,
                decoder.length);
        for (int i = 1; i < features.length; i++) {
            checkArgument(
                    features[i - 1] < features[i],
                    "features must ascend, got %s before %s",
                    features[i - 1],
                    features[i]);
        }
    }
}
