/**
 * The safetensors container.
 *
 * <p>Rule of the room: tensors by name in, tensors by name out; knows no autoencoders.
 */
@NullMarked
package io.sae4j.format.safetensors;

import org.jspecify.annotations.NullMarked;
