/**
 * Measurements: JMH benchmarks of the hot loop, the cost of a step against the bare products in it, and the quality of
 * recipes on data with known features and on real activations.
 */
@NullMarked
package io.sae4j.bench;

import org.jspecify.annotations.NullMarked;
