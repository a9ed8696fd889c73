/**
 * What all files have in common: numbers and their types, JSON, moving into place, refusals. The containers and the SAE formats are rooms
 * of their own, below.
 *
 * <p>Rule of these rooms: what a file says is checked and refused by name, never guessed, and nothing is written by halves. Content that
 * cannot be used is a {@link io.sae4j.format.FormatException}; a disk that fails is an {@link java.io.UncheckedIOException}.
 */
@NullMarked
package io.sae4j.format;

import org.jspecify.annotations.NullMarked;
