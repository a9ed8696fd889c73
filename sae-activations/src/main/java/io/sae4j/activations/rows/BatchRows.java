package io.sae4j.activations.rows;

import io.sae4j.data.Batch;

/** Puts rows into batches. */
public final class BatchRows {
    private BatchRows() {}

    /**
     * Makes room for {@code count} more rows of an autoencoder's source; the caller fills the inputs and then calls
     * {@link io.sae4j.data.BatchFit#mirrorInput}.
     *
     * @param name the source, for the message
     * @return the index of the first new row
     * @throws IllegalArgumentException when {@code batch} is not {@code width} wide in input and target
     */
    public static int append(Batch batch, int count, long sourceRow, int width, String name) {
        if (batch.inputWidth() != width || batch.targetWidth() != width) {
            throw new IllegalArgumentException("rows of " + name + " have width " + width + ", the batch wants "
                    + batch.inputWidth() + " and " + batch.targetWidth());
        }
        return batch.append(count, sourceRow);
    }
}
