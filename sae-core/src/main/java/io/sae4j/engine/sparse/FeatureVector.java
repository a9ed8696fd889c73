package io.sae4j.engine.sparse;

import java.util.function.IntToDoubleFunction;

/**
 * A parameter of the encoder's own with one value per feature.
 *
 * @param gradient of a feature's value, once the codes of the batch are by feature
 */
record FeatureVector(VectorParameter parameter, IntToDoubleFunction gradient) {}
