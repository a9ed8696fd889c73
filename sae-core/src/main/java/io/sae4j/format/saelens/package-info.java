/**
 * SAELens's directory: its architectures, configurations and weights.
 *
 * <p>Rule of the room: an encoder is a name and settings here; an architecture is a row of {@code Architectures}.
 */
@NullMarked
package io.sae4j.format.saelens;

import org.jspecify.annotations.NullMarked;
