/**
 * What Arrow and Parquet files have in common: mapped bytes, compressed parts, and rows that come in chunks.
 *
 * <p>Rule of the room: for {@code io.sae4j.activations.arrow} and {@code io.sae4j.activations.parquet} alone. A file's
 * claim of a size is worth nothing before as many bytes were seen; memory grows with what is there.
 */
@NullMarked
package io.sae4j.activations.columns;

import org.jspecify.annotations.NullMarked;
