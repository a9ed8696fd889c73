/**
 * Where activations come from: files and models.
 *
 * <p>Rule of the room: everything is delivered as an {@link io.sae4j.data.ActivationSource}; values are passed on as
 * they are and judged by whoever trains on them.
 */
@NullMarked
package io.sae4j.activations;

import org.jspecify.annotations.NullMarked;
