package io.sae4j.model;

import org.jspecify.annotations.Nullable;

/**
 * What a saved SAE holds, in inference form: raw rows in, codes in raw units out.
 *
 * @param config the architecture
 * @param weights its tensors, finite, with the shapes of {@code config}
 * @param provenance how it came to be; for files of other libraries only the format they came in
 * @param featureDensity {@code [dSae]}, the share of rows on which each feature fires; null when the files do not say.
 *     Shared, not copied
 */
public record LoadedSae(SaeConfig config, Weights weights, Provenance provenance, double @Nullable [] featureDensity) {}
