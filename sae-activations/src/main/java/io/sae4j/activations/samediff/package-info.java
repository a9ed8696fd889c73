/**
 * Hook points in SameDiff graphs: every floating-point variable that is computed on the way to the outputs.
 *
 * <p>Rule of the room: SameDiff runs the graph, and the graph is not changed. A variable is edited while it runs, right
 * after the op that computes it, by a listener. The alternatives are a copy of the graph, which goes through FlatBuffers and
 * so ends at 2 GB, holds the parameters twice and does not follow further training; and cutting the edge in the caller's own
 * graph, which is seen by every other user of it.
 */
@NullMarked
package io.sae4j.activations.samediff;

import org.jspecify.annotations.NullMarked;
