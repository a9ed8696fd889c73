/**
 * Sources made of sources: joined, chosen from, transformed, read ahead, and described in numbers.
 *
 * <p>Rule of the room: a combined source promises no more than its parts keep ({@code rowCount}, {@code randomAccess},
 * {@code repeatable}), and targets of their own stay beside their inputs.
 */
@NullMarked
package io.sae4j.activations.combine;

import org.jspecify.annotations.NullMarked;
