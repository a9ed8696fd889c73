/**
 * The objective beyond plain reconstruction: penalties and auxiliary reconstructions, each a named term with a
 * coefficient and a warm-up.
 *
 * <p>Rule of the room: a term is a SameDiff graph over codes and rows; it reduces rows through {@link
 * io.sae4j.loss.LossGraph} alone, so that it means the same on a whole batch and on micro-batches.
 */
@NullMarked
package io.sae4j.loss;

import org.jspecify.annotations.NullMarked;
