/**
 * How rows lie behind a source: tables that give any row, streams that give the next ones, and orders.
 *
 * <p>Rule of the room: knows neither file formats nor models; a table may be read by several threads at once, a stream
 * by one.
 */
@NullMarked
package io.sae4j.activations.rows;

import org.jspecify.annotations.NullMarked;
