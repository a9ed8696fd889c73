/**
 * The fused CPU engine: the same step as the graph engine's, computed by hand over sparse codes.
 *
 * <p>A step is a few passes over rows or features, each cut into tasks that workers take up without locks: codes
 * (product and selection, a block of rows at a time), decoding and the gradients of codes, the transpose of the codes to
 * feature-major, gradients of features, update of features. Sums are formed per block or per feature and then added in a
 * fixed order, so that the number of workers does not change a bit.
 *
 * <p>Rule of the room: an encoder contributes a {@link io.sae4j.engine.sparse.Selection}, a loss term a summand of {@link
 * io.sae4j.engine.sparse.Penalties}; the passes own the movement of data. The graph engine defines what is right.
 */
@NullMarked
package io.sae4j.engine.sparse;

import org.jspecify.annotations.NullMarked;
