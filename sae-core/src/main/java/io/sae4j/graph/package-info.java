/**
 * Running straight-line SameDiff graphs on fixed buffers. SameDiff builds and differentiates; its own executor allocates
 * every result afresh in every run, which costs as much as the arithmetic.
 *
 * <p>Rule of the room: it knows graphs and arrays, not autoencoders.
 */
@NullMarked
package io.sae4j.graph;

import org.jspecify.annotations.NullMarked;
