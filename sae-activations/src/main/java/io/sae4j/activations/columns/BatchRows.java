package io.sae4j.activations.columns;

import io.sae4j.data.Batch;
import java.nio.file.Path;

/** The contract between a reader of autoencoder rows and the batch it fills. */
public final class BatchRows {
    private BatchRows() {}

    /** @throws IllegalArgumentException unless {@code batch} takes rows of {@code width} as inputs and targets */
    public static void require(Batch batch, int width, Path file) {
        if (batch.inputWidth() != width || batch.targetWidth() != width) {
            throw new IllegalArgumentException("rows of " + file + " have width " + width + ", the batch wants "
                    + batch.inputWidth() + " and " + batch.targetWidth());
        }
    }

    /** Appends {@code count} rows whose inputs were written behind the last row; they become their targets too. */
    public static void added(Batch batch, int count, long firstSourceRow) {
        int width = batch.inputWidth();
        int first = batch.append(count, firstSourceRow);
        if (!batch.sharesTarget()) {
            System.arraycopy(batch.input(), first * width, batch.target(), first * width, count * width);
        }
    }
}
