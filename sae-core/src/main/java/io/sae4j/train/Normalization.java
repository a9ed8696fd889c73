package io.sae4j.train;

/** How input rows are scaled while training. The scale is folded into the weights afterwards. */
public enum Normalization {
    /**
     * One factor for all rows, such that the mean norm of a row is √d (Anthropic, April 2024). Makes learning rates and
     * coefficients mean the same on every model and layer.
     */
    MEAN_NORM,
    /** Rows as they are. */
    NONE
}
