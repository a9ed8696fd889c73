/**
 * Encoding and decoding with trained weights, without SameDiff for the built-in encoders.
 *
 * <p>Rule of the room: raw rows in, codes and raw rows out; thread-safe.
 */
@NullMarked
package io.sae4j.inference;

import org.jspecify.annotations.NullMarked;
