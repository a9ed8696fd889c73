/**
 * Rows of activations on their way to a training step: sources, their order, batches and input statistics.
 *
 * <p>Rule of the room: rows are host memory ({@code float[]}, row-major); what a row means is none of its business.
 */
@NullMarked
package io.sae4j.data;

import org.jspecify.annotations.NullMarked;
