/**
 * How a code is made from a row's pre-activations: ReLU, TopK, JumpReLU and user-defined encoders.
 *
 * <p>Rule of the room: an encoder declares its parameters, its training graph, its inference form and how it scales; how
 * a training step is computed is the engine's business.
 */
@NullMarked
package io.sae4j.encoder;

import org.jspecify.annotations.NullMarked;
