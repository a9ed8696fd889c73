package io.sae4j.train;

/** Where {@code b_dec} starts. */
public enum DecoderBiasInit {
    /** The geometric median of a sample of the targets: robust against outlier rows. */
    GEOMETRIC_MEDIAN,
    /** The mean of a sample of the targets. */
    MEAN,
    /** Zero. */
    ZERO
}
