/**
 * How good an SAE is: reconstruction, sparsity and dead features over the rows of a source.
 *
 * <p>Rule of the room: measured, never echoed from a setting. Sums are kept in double precision, memory does not grow
 * with the number of rows.
 */
@NullMarked
package io.sae4j.eval;

import org.jspecify.annotations.NullMarked;
