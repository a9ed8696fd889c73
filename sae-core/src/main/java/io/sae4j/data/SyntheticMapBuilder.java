package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;

/** Settings of {@link SyntheticMap}. */
public final class SyntheticMapBuilder {
    int inputWidth = 96;
    int outputWidth = 64;
    double linear;
    double background;
    long seed;
    final SyntheticFeaturesBuilder draws = new SyntheticFeaturesBuilder();

    SyntheticMapBuilder() {}

    /** Widths of inputs and targets. */
    public SyntheticMapBuilder widths(int dIn, int dOut) {
        checkArgument(dIn > 0 && dOut > 0, "widths must be positive, got %s and %s", dIn, dOut);
        inputWidth = dIn;
        outputWidth = dOut;
        return this;
    }

    /** How long {@code A·x} is, as a multiple of x in the root mean square over directions; at least 0, the default. */
    public SyntheticMapBuilder linear(double size) {
        checkArgument(size >= 0 && Double.isFinite(size), "linear must be at least 0 and finite, got %s", size);
        linear = size;
        return this;
    }

    /**
     * How long a dense Gaussian part g of the inputs is, as a multiple of their sparse part; at least 0, the default. Without it, x
     * being a sum of features itself, every A explains the targets, with {@code v_i + (A − A')·u_i} in place of {@code v_i}.
     */
    public SyntheticMapBuilder background(double size) {
        checkArgument(size >= 0 && Double.isFinite(size), "background must be at least 0 and finite, got %s", size);
        background = size;
        return this;
    }

    /** Number of true features. */
    public SyntheticMapBuilder features(int features) {
        draws.features(features);
        return this;
    }

    /** See {@link SyntheticFeaturesBuilder#probabilities}. */
    public SyntheticMapBuilder probabilities(double highest, double decades) {
        draws.probabilities(highest, decades);
        return this;
    }

    /** Rows of one pass. */
    public SyntheticMapBuilder rows(long rows) {
        draws.rows(rows);
        return this;
    }

    /** Decides the directions, the linear map and the rows. */
    public SyntheticMapBuilder seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    public SyntheticMap build() {
        return SyntheticMap.create(this);
    }
}
