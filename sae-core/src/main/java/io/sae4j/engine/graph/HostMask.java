package io.sae4j.engine.graph;

import io.sae4j.encoder.EncoderGraph;

/**
 * A mask that the host computes while the graph runs.
 *
 * @param placeholder the variable that holds it
 * @param input the variable it is computed from, of the same shape
 * @param function fills it
 */
record HostMask(String placeholder, String input, EncoderGraph.RowMask function) {}
