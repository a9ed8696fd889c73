/**
 * Hook points in Deeplearning4j networks: every layer of a {@code MultiLayerNetwork}, every vertex of a
 * {@code ComputationGraph}. Needs {@code org.deeplearning4j:deeplearning4j-nn} on the class path, which is optional.
 *
 * <p>Rule of the room: a network is run layer by layer, as at inference and without workspaces; it is read and never
 * changed, and arrays that are given out belong to the caller.
 */
@NullMarked
package io.sae4j.activations.dl4j;

import org.jspecify.annotations.NullMarked;
