package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

import io.sae4j.math.RandomStreams;
import java.util.Arrays;
import java.util.List;

/**
 * Rows {@code [x_1 | x_2 | …]} of several hook points or models whose features are known, to measure whether a crosscoder finds
 * them: {@code x_l = σ_l·Σ_i c_i·v_i^l} with unit directions of their own in each part, the same sparse {@code c ≥ 0} in all as
 * in {@link SyntheticFeatures}, and sizes {@code σ_l}. Some features are exclusive to one part and write nothing to the others.
 */
public final class SyntheticParts extends ForwardingSource {
    private final SyntheticFeatures joined;
    private final List<Integer> widths;
    private final float[][][] directions;
    private final int exclusiveEvery;

    private SyntheticParts(SyntheticFeatures joined, List<Integer> widths, float[][][] directions, int exclusiveEvery) {
        super(joined);
        this.joined = joined;
        this.widths = widths;
        this.directions = directions;
        this.exclusiveEvery = exclusiveEvery;
    }

    /**
     * 256 features, drawn as in {@link SyntheticFeatures#toy}, in parts of widths 64, 48 and 80 and of sizes 1, 10 and 0.3. Every
     * fourth feature is exclusive to one part.
     */
    public static SyntheticParts toy(long seed) {
        return of(new SyntheticFeaturesBuilder(), List.of(64, 48, 80), List.of(1.0, 10.0, 0.3), 4, seed);
    }

    /**
     * @param draws how many features there are, how often and how strongly they fire, and the number of rows; its width and seed are
     *     not used
     * @param widths columns of each part
     * @param sizes σ of each part
     * @param exclusiveEvery feature number {@code n·exclusiveEvery} is exclusive to part {@code n mod parts}; 0 for none
     */
    public static SyntheticParts of(
            SyntheticFeaturesBuilder draws, List<Integer> widths, List<Double> sizes, int exclusiveEvery, long seed) {
        checkArgument(
                widths.size() == sizes.size() && !widths.isEmpty(),
                "there must be as many widths as sizes, got %s and %s",
                widths,
                sizes);
        checkArgument(exclusiveEvery >= 0, "exclusiveEvery must not be negative, got %s", exclusiveEvery);
        RandomStreams streams = new RandomStreams(seed);
        int features = draws.probabilities().length;
        int total = widths.stream().mapToInt(Integer::intValue).sum();
        float[][] rows = new float[features][total];
        float[][][] directions = new float[widths.size()][][];
        int column = 0;
        for (int part = 0; part < widths.size(); part++) {
            directions[part] =
                    SyntheticFeatures.unitGaussians(features, widths.get(part), streams.stream("part " + part));
            for (int i = 0; i < features; i++) {
                for (int c = 0; c < widths.get(part); c++) {
                    directions[part][i][c] *= livesIn(i, part, exclusiveEvery, widths.size()) ? 1 : 0;
                    rows[i][column + c] = (float) (sizes.get(part) * directions[part][i][c]);
                }
            }
            column += widths.get(part);
        }
        return new SyntheticParts(
                draws.of(rows, streams.seedOf("rows")), List.copyOf(widths), directions, exclusiveEvery);
    }

    private static boolean livesIn(int feature, int part, int exclusiveEvery, int parts) {
        boolean exclusive = exclusiveEvery > 0 && feature % exclusiveEvery == 0;
        return !exclusive || (feature / exclusiveEvery) % parts == part;
    }

    /** Other rows of the same features: fresh samples to evaluate on. */
    public SyntheticParts fresh(long seed, long newRows) {
        return new SyntheticParts(joined.fresh(seed, newRows), widths, directions, exclusiveEvery);
    }

    /** Columns of each part, in order. */
    public List<Integer> widths() {
        return widths;
    }

    /** Whether feature {@code i} writes to part {@code part}. */
    public boolean livesIn(int i, int part) {
        checkElementIndex(i, directions[0].length, "feature");
        checkElementIndex(part, widths.size(), "part");
        return livesIn(i, part, exclusiveEvery, widths.size());
    }

    /** Whether feature {@code i} writes to one part alone. */
    public boolean isExclusive(int i) {
        checkElementIndex(i, directions[0].length, "feature");
        return exclusiveEvery > 0 && i % exclusiveEvery == 0;
    }

    /** {@code v_i^l} of part {@code part}, {@code [features][width]}, zero where a feature does not live; a deep copy. */
    public float[][] directions(int part) {
        checkElementIndex(part, widths.size(), "part");
        return Arrays.stream(directions[part]).map(float[]::clone).toArray(float[][]::new);
    }

    /** The mean number of features that fire on a row. */
    public double expectedL0() {
        return joined.expectedL0();
    }

    /**
     * For each true feature the learned feature that it is most like: the one with the greatest mean cosine over the parts in which the
     * true one lives.
     *
     * @param learned directions by part, {@code [parts][any][width]}
     */
    public int[] matches(float[][][] learned) {
        int[] matches = new int[directions[0].length];
        for (int i = 0; i < matches.length; i++) {
            double[] sums = new double[learned[0].length];
            for (int part = 0; part < widths.size(); part++) {
                if (livesIn(i, part)) {
                    double[] cosines = Cosines.with(directions[part][i], learned[part]);
                    for (int j = 0; j < sums.length; j++) {
                        sums[j] += cosines[j];
                    }
                }
            }
            for (int j = 1; j < sums.length; j++) {
                matches[i] = sums[j] > sums[matches[i]] ? j : matches[i];
            }
        }
        return matches;
    }

    /** The share of true features whose {@linkplain #matches match} has a cosine above {@code cosine} in all parts in which they live. */
    public double recovered(float[][][] learned, double cosine) {
        int[] matches = matches(learned);
        int found = 0;
        for (int i = 0; i < matches.length; i++) {
            boolean everywhere = true;
            for (int part = 0; part < widths.size(); part++) {
                float[][] match = {learned[part][matches[i]]};
                everywhere &= !livesIn(i, part) || Cosines.with(directions[part][i], match)[0] > cosine;
            }
            found += everywhere ? 1 : 0;
        }
        return (double) found / matches.length;
    }

    /** The share of the directions that features write to part {@code part} whose best cosine with a learned one is above {@code cosine}. */
    public double recovered(int part, float[][] learned, double cosine) {
        checkElementIndex(part, widths.size(), "part");
        double[] best = Cosines.best(directions[part], learned);
        int living = 0;
        int found = 0;
        for (int i = 0; i < best.length; i++) {
            living += livesIn(i, part) ? 1 : 0;
            found += livesIn(i, part) && best[i] > cosine ? 1 : 0;
        }
        return (double) found / living;
    }
}
