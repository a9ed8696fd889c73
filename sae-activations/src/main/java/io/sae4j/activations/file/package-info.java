/**
 * Activations in files that other tools wrote: {@link io.sae4j.activations.file.ActivationFiles} opens one file, a
 * directory or a glob of shards.
 *
 * <p>Rule of the room: a format is one {@link io.sae4j.activations.file.ActivationFormat}, found by
 * {@link java.util.ServiceLoader}; nothing outside it knows the format. A damaged file is a
 * {@link io.sae4j.format.FormatException} that names it, never a wrong number.
 */
@NullMarked
package io.sae4j.activations.file;

import org.jspecify.annotations.NullMarked;
