/**
 * Sources made of other sources.
 *
 * <p>Rule of the room: works on any {@link io.sae4j.data.ActivationSource}; keeps random access where its parts have
 * it.
 */
@NullMarked
package io.sae4j.activations.combine;

import org.jspecify.annotations.NullMarked;
