package io.sae4j.product;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The sizes of a product {@code x·Wᵀ}, which is computed in blocks of rows against tiles of features.
 *
 * @param width entries of a row and of a feature
 * @param features rows of W
 * @param tileFeatures features of a tile; the last tile may have fewer
 * @param blockRows the most rows that are multiplied at once
 */
public record ProductShape(int width, int features, int tileFeatures, int blockRows) {
    public ProductShape {
        checkArgument(width > 0, "width must be positive, got %s", width);
        checkArgument(features > 0, "features must be positive, got %s", features);
        checkArgument(tileFeatures > 0, "tileFeatures must be positive, got %s", tileFeatures);
        checkArgument(blockRows > 0, "blockRows must be positive, got %s", blockRows);
    }

    /** The number of tiles. */
    public int tiles() {
        return (features + tileFeatures - 1) / tileFeatures;
    }

    /** The first feature of {@code tile}. */
    public int tileStart(int tile) {
        return tile * tileFeatures;
    }

    /** The number of features of {@code tile}. */
    public int tileSize(int tile) {
        return Math.min(tileFeatures, features - tileStart(tile));
    }
}
