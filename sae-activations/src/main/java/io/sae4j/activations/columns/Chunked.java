package io.sae4j.activations.columns;

import java.nio.file.Path;
import java.util.OptionalLong;

/** A file whose rows come in chunks: an Arrow file's record batches, a Parquet file's row groups. Thread-safe. */
public interface Chunked {
    /** The file, as it was given. */
    Path path();

    /** Entries per row. */
    int width();

    int chunks();

    /**
     * Number of the first row of {@code chunk}; of the row after the last for {@code chunk == chunks()}. Empty where
     * only reading the chunks before tells.
     */
    OptionalLong firstRow(int chunk);

    /** The rows of {@code chunk}. */
    ChunkRows open(int chunk);
}
