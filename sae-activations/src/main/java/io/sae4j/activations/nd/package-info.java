/**
 * ND4J arrays as the rows of a hook point, for the rooms of models that compute with them.
 *
 * <p>Rule of the room: knows arrays and rows, and no kind of model.
 */
@NullMarked
package io.sae4j.activations.nd;

import org.jspecify.annotations.NullMarked;
