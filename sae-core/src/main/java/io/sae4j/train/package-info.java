/**
 * Training: the recipe, the loop around a {@link io.sae4j.engine.TrainingEngine}, dead features, listeners, and the way
 * from trained parameters to a saved model.
 *
 * <p>Rule of the room: it decides what each step's numbers are; how a step is computed is the engine's business, and
 * nothing here knows of files.
 */
@NullMarked
package io.sae4j.train;

import org.jspecify.annotations.NullMarked;
