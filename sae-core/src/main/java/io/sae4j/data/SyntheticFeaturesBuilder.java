package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Settings of {@link SyntheticFeatures}; the defaults are those of {@link SyntheticFeatures#toy}. */
public final class SyntheticFeaturesBuilder {
    private int width = 64;
    private int features = 256;
    private double highest = 0.06;
    private double decades = 1.3;
    private double smallest = 0.5;
    private double largest = 1.5;
    private long rows = 4_096_000;
    private long seed;

    SyntheticFeaturesBuilder() {}

    /** Width of a row. */
    public SyntheticFeaturesBuilder width(int newWidth) {
        checkArgument(newWidth > 0, "width must be positive, got %s", newWidth);
        width = newWidth;
        return this;
    }

    /** Number of true features. */
    public SyntheticFeaturesBuilder features(int newFeatures) {
        checkArgument(newFeatures > 0, "features must be positive, got %s", newFeatures);
        features = newFeatures;
        return this;
    }

    /**
     * Feature i of m fires with probability {@code highest·10^(−decades·i/(m−1))}.
     *
     * @param highest of the first feature, in (0, 1]
     * @param decades by how many powers of ten the last one is rarer; at least 0, where 0 means all alike
     */
    public SyntheticFeaturesBuilder probabilities(double highest, double decades) {
        checkArgument(highest > 0 && highest <= 1, "highest probability must be in (0, 1], got %s", highest);
        checkArgument(decades >= 0 && Double.isFinite(decades), "decades must be at least 0, got %s", decades);
        this.highest = highest;
        this.decades = decades;
        return this;
    }

    /** The interval from which the strength of a feature that fires is drawn uniformly; positive. */
    public SyntheticFeaturesBuilder magnitudes(double smallest, double largest) {
        checkArgument(
                smallest > 0 && smallest <= largest && Double.isFinite(largest),
                "magnitudes must be 0 < smallest <= largest, got %s and %s",
                smallest,
                largest);
        this.smallest = smallest;
        this.largest = largest;
        return this;
    }

    /** Rows of one pass. */
    public SyntheticFeaturesBuilder rows(long newRows) {
        checkArgument(newRows > 0, "rows must be positive, got %s", newRows);
        rows = newRows;
        return this;
    }

    /** Decides the directions and the rows. */
    public SyntheticFeaturesBuilder seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    /** How often each feature fires. */
    double[] probabilities() {
        double last = Math.max(1, features - 1);
        return IntStream.range(0, features)
                .mapToDouble(i -> highest * Math.pow(10, -decades * i / last))
                .toArray();
    }

    /** {@code E Σ_i c_i²}, the mean square of rows of unit directions, but for what interferes. */
    double meanSquare() {
        double square = (smallest * smallest + smallest * largest + largest * largest) / 3;
        return square * Arrays.stream(probabilities()).sum();
    }

    /** Rows of given directions, one for each feature, drawn as these settings say. */
    SyntheticFeatures of(float[][] directions, long rowSeed) {
        return SyntheticFeatures.of(directions, probabilities(), smallest, largest, rows, rowSeed);
    }

    public SyntheticFeatures build() {
        return SyntheticFeatures.create(width, probabilities(), smallest, largest, rows, seed);
    }
}
