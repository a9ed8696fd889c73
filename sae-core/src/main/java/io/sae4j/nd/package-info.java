/**
 * What the project must know of ND4J: products in the fast memory order, moving rows on and off arrays, the backend, the
 * off-heap limit, and its chatter on stdout.
 *
 * <p>Rule of the room: no knowledge of autoencoders.
 */
@NullMarked
package io.sae4j.nd;

import org.jspecify.annotations.NullMarked;
