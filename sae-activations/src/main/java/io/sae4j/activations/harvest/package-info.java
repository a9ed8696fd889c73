/**
 * From token windows, through a model, to rows on disk. Knows models by {@link io.sae4j.activations.model.LanguageModel} and
 * where rows go by {@link io.sae4j.activations.harvest.HarvestSink}.
 */
@NullMarked
package io.sae4j.activations.harvest;

import org.jspecify.annotations.NullMarked;
