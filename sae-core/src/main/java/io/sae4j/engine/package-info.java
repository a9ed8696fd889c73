/**
 * One step of training: {@link io.sae4j.engine.TrainingEngine}. How it is computed is each engine's secret.
 *
 * <p>Rule of the room: an engine knows nothing of files, epochs or schedules; it is told the numbers of one step.
 */
@NullMarked
package io.sae4j.engine;

import org.jspecify.annotations.NullMarked;
