/**
 * One training step, ours beside PyTorch's and beside the bare product, each measured in a process of its own.
 *
 * <p>Rule of the room: every row of the comparison gets the same {@link io.sae4j.bench.compare.Problem}; who computes it
 * is a {@link io.sae4j.bench.compare.StepProvider}. The rivals' providers are found by {@code ServiceLoader}, since they are
 * compiled in the Maven profile {@code compare} alone.
 */
@NullMarked
package io.sae4j.bench.compare;

import org.jspecify.annotations.NullMarked;
