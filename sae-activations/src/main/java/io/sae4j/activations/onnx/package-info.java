/**
 * ONNX models: hook points found in the graph, read by asking for them as outputs, edited by cutting the graph in two.
 *
 * <p>Rule of the room: the model's file is never written to and its weights are never copied to another file. Only
 * {@code OrtLibrary}, {@code OnnxSession} and what they are given touch ONNX Runtime; the others work on the graph.
 */
@NullMarked
package io.sae4j.activations.onnx;

import org.jspecify.annotations.NullMarked;
