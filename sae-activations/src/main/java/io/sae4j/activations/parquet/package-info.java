/**
 * Parquet files with a column of lists of floats.
 *
 * <p>Rule of the room: reads the format by its specification (parquet.apache.org/docs/file-format) straight from the
 * mapped file, page by page, and knows no more of it than floats in lists need. Apache's own reader is made for
 * Hadoop, whose classes it needs even without a cluster, and reserves memory as a file's metadata says.
 */
@NullMarked
package io.sae4j.activations.parquet;

import org.jspecify.annotations.NullMarked;
