/**
 * Files: the safetensors and npy/npz containers, and the SAE formats built on them, one class each.
 *
 * <p>Rule of the room: knows model, nd and math only; an encoder is a name and settings here. What a file says is
 * checked and refused by name, never guessed, and nothing is written half. Content that cannot be used is a
 * {@link io.sae4j.format.FormatException}; a disk that fails is an {@link java.io.UncheckedIOException}.
 */
@NullMarked
package io.sae4j.format;

import org.jspecify.annotations.NullMarked;
