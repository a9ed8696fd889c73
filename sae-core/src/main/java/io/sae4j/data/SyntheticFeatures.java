package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.math.Permutations;
import io.sae4j.math.RandomStreams;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Rows made of known features, to measure whether training finds them: {@code x = Σ_i b_i·u_i·v_i} with unit directions
 * {@code v_i}, independent {@code b_i ~ Bernoulli(p_i)} and magnitudes {@code u_i} uniform in an interval; no noise.
 *
 * <p>A row depends on the seed and its number alone, so that every order delivers the same rows. Nothing is stored but
 * the directions; a shuffled pass takes 4 bytes a row for its order.
 */
public final class SyntheticFeatures implements ActivationSource {
    private final float[][] directions;
    private final double[] probabilities;
    private final double smallest;
    private final double largest;
    private final long rows;
    private final long rowSeed;
    private final SparseDraw draw;

    private SyntheticFeatures(
            float[][] directions, double[] probabilities, double smallest, double largest, long rows, long rowSeed) {
        checkArgument(
                rows > 0 && rows <= Permutations.MAX_LENGTH,
                "rows must be in [1, %s], got %s",
                Permutations.MAX_LENGTH,
                rows);
        this.directions = directions;
        this.probabilities = probabilities;
        this.smallest = smallest;
        this.largest = largest;
        this.rows = rows;
        this.rowSeed = rowSeed;
        this.draw = new SparseDraw(probabilities);
    }

    /**
     * The toy on which this library is compared with others: 256 Gaussian directions of width 64, feature i fires
     * with {@code p_i = 0.06·10^(−1.3·i/255)} and magnitudes in [0.5, 1.5], so that 4.89 features fire on a row;
     * 4,096,000 rows.
     */
    public static SyntheticFeatures toy(long seed) {
        return builder().seed(seed).build();
    }

    /**
     * A harder toy: 1,024 Gaussian directions of width 64, so that many lie close together; feature i fires with
     * {@code p_i = 0.0246·10^(−1.3·i/1023)} and magnitudes in [0.5, 1.5], so that 8.0 features fire on a row; 20,480,000 rows.
     */
    public static SyntheticFeatures hardToy(long seed) {
        return builder()
                .features(1024)
                .probabilities(0.0246, 1.3)
                .rows(20_480_000)
                .seed(seed)
                .build();
    }

    /** A builder that starts from the toy's values. */
    public static SyntheticFeaturesBuilder builder() {
        return new SyntheticFeaturesBuilder();
    }

    static SyntheticFeatures create(
            int width, double[] probabilities, double smallest, double largest, long rows, long seed) {
        RandomStreams streams = new RandomStreams(seed);
        float[][] directions = unitGaussians(probabilities.length, width, streams.stream("directions"));
        return new SyntheticFeatures(
                directions, probabilities, smallest, largest, rows, new RandomStreams(seed).seedOf("rows"));
    }

    /** Rows of given directions, of any length. */
    static SyntheticFeatures of(
            float[][] directions, double[] probabilities, double smallest, double largest, long rows, long rowSeed) {
        return new SyntheticFeatures(directions, probabilities, smallest, largest, rows, rowSeed);
    }

    static float[][] unitGaussians(int count, int width, SplittableRandom random) {
        float[][] directions = new float[count][width];
        for (float[] direction : directions) {
            double[] gaussian = new double[width];
            for (int c = 0; c < width; c++) {
                gaussian[c] = random.nextGaussian();
            }
            double norm = Math.sqrt(Arrays.stream(gaussian).map(g -> g * g).sum());
            for (int c = 0; c < width; c++) {
                direction[c] = (float) (gaussian[c] / norm);
            }
        }
        return directions;
    }

    /** Other rows of the same features: fresh samples to evaluate on. */
    public SyntheticFeatures fresh(long seed, long newRows) {
        long newSeed = new RandomStreams(rowSeed).seedOf("fresh", seed);
        return new SyntheticFeatures(directions, probabilities, smallest, largest, newRows, newSeed);
    }

    @Override
    public int inputWidth() {
        return directions[0].length;
    }

    @Override
    public OptionalLong rowCount() {
        return OptionalLong.of(rows);
    }

    @Override
    public boolean randomAccess() {
        return true;
    }

    @Override
    public RowReader sequential() {
        return new TableReader(this, this::generate, null, null);
    }

    @Override
    public RowReader shuffled(long seed) {
        return new TableReader(this, this::generate, null, Permutations.random(rows, seed));
    }

    /** Writes {@code count} rows from row {@code from} on into {@code out}, beginning at entry {@code at}. */
    void generate(long from, int count, float[] out, int at) {
        int width = inputWidth();
        int[] firing = new int[directions.length];
        Arrays.fill(out, at, at + count * width, 0f);
        for (int r = 0; r < count; r++) {
            SplittableRandom random = randomOf(from + r);
            int base = at + r * width;
            int n = draw.draw(random, firing);
            for (int i = 0; i < n; i++) {
                float[] direction = directions[firing[i]];
                float magnitude = (float) (smallest + (largest - smallest) * random.nextDouble());
                for (int c = 0; c < width; c++) {
                    out[base + c] += magnitude * direction[c];
                }
            }
        }
    }

    /**
     * The outer generator only scrambles the row number: neighbouring seeds of the inner one would share their streams.
     */
    private SplittableRandom randomOf(long row) {
        return new SplittableRandom(new SplittableRandom(rowSeed ^ row).nextLong());
    }

    /** The true unit directions, {@code [features][width]}; a deep copy. */
    public float[][] directions() {
        return Arrays.stream(directions).map(float[]::clone).toArray(float[][]::new);
    }

    /** The mean number of features that fire on a row: {@code Σ_i p_i}. */
    public double expectedL0() {
        return Arrays.stream(probabilities).sum();
    }

    /**
     * MMCS: the mean over the true features of the best cosine with any learned direction.
     *
     * @param learned directions of any length, {@code [any][width]}, decoder rows for example; zero rows have cosine 0
     * @throws IllegalArgumentException when there are none, or one has another width
     */
    public double meanMaxCosine(float[][] learned) {
        return Arrays.stream(Cosines.best(directions, learned)).average().orElseThrow();
    }

    /** The share of true features whose best cosine with any learned direction is above {@code cosine}. */
    public double recovered(float[][] learned, double cosine) {
        double[] best = Cosines.best(directions, learned);
        return (double) Arrays.stream(best).filter(b -> b > cosine).count() / best.length;
    }
}
