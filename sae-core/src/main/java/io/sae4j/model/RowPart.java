package io.sae4j.model;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A run of columns of a row that are scaled by one factor while training: the whole row, or of a crosscoder's
 * concatenated row the activations of one hook point or model.
 *
 * @param width number of columns, at least 1
 * @param scale factor by which raw activations were multiplied while training, positive and finite; 1 where it is unknown
 */
public record RowPart(int width, double scale) {
    public RowPart {
        checkArgument(width > 0, "width of a part must be positive, got %s", width);
        checkArgument(scale > 0 && Double.isFinite(scale), "scale must be positive and finite, got %s", scale);
    }
}
