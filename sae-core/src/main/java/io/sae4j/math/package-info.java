/**
 * Plain-Java numerics that several rooms share: seeded random streams, selection of the largest entries.
 *
 * <p>Rule of the room: arrays in, arrays out; no ND4J.
 */
@NullMarked
package io.sae4j.math;

import org.jspecify.annotations.NullMarked;
