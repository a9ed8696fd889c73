package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.math.Permutations;
import io.sae4j.math.RandomStreams;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Inputs and targets of a layer whose features are known, to measure whether a transcoder finds them: {@code x = Σ_i c_i·u_i + g}
 * and {@code t = Σ_i c_i·v_i + A·x} with unit directions {@code u_i} and {@code v_i} that have nothing to do with each other,
 * the same sparse {@code c ≥ 0} in both as in {@link SyntheticFeatures}, perhaps a linear map A, and a dense Gaussian g that the
 * layer passes on by A alone.
 */
public final class SyntheticMap implements ActivationSource {
    private final SyntheticFeatures both;
    private final float[][] inputs;
    private final float[][] outputs;
    private final float[][] linear;
    private final double deviation;
    private final long seed;

    private SyntheticMap(
            SyntheticFeatures both,
            float[][] inputs,
            float[][] outputs,
            float[][] linear,
            double deviation,
            long seed) {
        this.deviation = deviation;
        this.seed = seed;
        this.both = both;
        this.inputs = inputs;
        this.outputs = outputs;
        this.linear = linear;
    }

    /** Settings; by default those of {@link SyntheticFeatures#toy} with 96 columns in and 64 out, without a linear map. */
    public static SyntheticMapBuilder builder() {
        return new SyntheticMapBuilder();
    }

    static SyntheticMap create(SyntheticMapBuilder settings) {
        RandomStreams streams = new RandomStreams(settings.seed);
        double[] probabilities = settings.draws.probabilities();
        float[][] inputs =
                SyntheticFeatures.unitGaussians(probabilities.length, settings.inputWidth, streams.stream("inputs"));
        float[][] outputs =
                SyntheticFeatures.unitGaussians(probabilities.length, settings.outputWidth, streams.stream("outputs"));
        float[][] joined = new float[inputs.length][settings.inputWidth + settings.outputWidth];
        for (int i = 0; i < inputs.length; i++) {
            System.arraycopy(inputs[i], 0, joined[i], 0, settings.inputWidth);
            System.arraycopy(outputs[i], 0, joined[i], settings.inputWidth, settings.outputWidth);
        }
        return new SyntheticMap(
                settings.draws.of(joined, streams.seedOf("rows")),
                inputs,
                outputs,
                gaussian(settings.outputWidth, settings.inputWidth, settings.linear, streams.stream("linear")),
                settings.background * Math.sqrt(settings.draws.meanSquare() / settings.inputWidth),
                streams.seedOf("background"));
    }

    private static float[][] gaussian(int rows, int width, double size, SplittableRandom random) {
        float[][] matrix = new float[rows][width];
        for (float[] row : matrix) {
            for (int c = 0; c < width; c++) {
                row[c] = (float) (random.nextGaussian() * size / Math.sqrt(rows));
            }
        }
        return matrix;
    }

    /** Other rows of the same map: fresh samples to evaluate on. */
    public SyntheticMap fresh(long newSeed, long newRows) {
        return new SyntheticMap(
                both.fresh(newSeed, newRows),
                inputs,
                outputs,
                linear,
                deviation,
                new RandomStreams(seed).seedOf("fresh", newSeed));
    }

    @Override
    public int inputWidth() {
        return inputs[0].length;
    }

    @Override
    public int targetWidth() {
        return outputs[0].length;
    }

    @Override
    public boolean hasOwnTargets() {
        return true;
    }

    @Override
    public OptionalLong rowCount() {
        return both.rowCount();
    }

    @Override
    public boolean randomAccess() {
        return true;
    }

    @Override
    public RowReader sequential() {
        return new TableReader(this, this::input, this::target, null);
    }

    @Override
    public RowReader shuffled(long seed) {
        int[] order = Permutations.random(both.rowCount().orElseThrow(), seed);
        return new TableReader(this, this::input, this::target, order);
    }

    private void input(long from, int count, float[] out, int at) {
        float[] row = new float[both.inputWidth()];
        for (int r = 0; r < count; r++) {
            generate(from + r, row);
            System.arraycopy(row, 0, out, at + r * inputWidth(), inputWidth());
        }
    }

    private void target(long from, int count, float[] out, int at) {
        float[] row = new float[both.inputWidth()];
        for (int r = 0; r < count; r++) {
            generate(from + r, row);
            for (int o = 0; o < targetWidth(); o++) {
                float sum = row[inputWidth() + o];
                for (int i = 0; i < inputWidth(); i++) {
                    sum += linear[o][i] * row[i];
                }
                out[at + r * targetWidth() + o] = sum;
            }
        }
    }

    /** Writes {@code [x | Σ_i c_i·v_i]} of row {@code number}. */
    private void generate(long number, float[] row) {
        both.generate(number, 1, row, 0);
        if (deviation > 0) {
            SplittableRandom random = new SplittableRandom(new SplittableRandom(seed ^ number).nextLong());
            for (int c = 0; c < inputWidth(); c++) {
                row[c] += (float) (deviation * random.nextGaussian());
            }
        }
    }

    /** {@code u_i}, {@code [features][dIn]}; a deep copy. */
    public float[][] inputDirections() {
        return copy(inputs);
    }

    /** {@code v_i}, {@code [features][dOut]}; a deep copy. */
    public float[][] outputDirections() {
        return copy(outputs);
    }

    /** {@code A [dOut][dIn]}; zeros where there is none. A deep copy. */
    public float[][] linearMap() {
        return copy(linear);
    }

    private static float[][] copy(float[][] rows) {
        return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    }

    /** The mean number of features that fire on a row. */
    public double expectedL0() {
        return both.expectedL0();
    }

    /**
     * The share of true features that some learned feature has found on both sides: its cosines with {@code u_i} and with
     * {@code v_i} are above {@code cosine}.
     *
     * @param readFrom a learned input direction per feature, {@code [any][dIn]}
     * @param writtenTo the output directions of the same features, {@code [any][dOut]}
     */
    public double recovered(float[][] readFrom, float[][] writtenTo, double cosine) {
        checkArgument(
                readFrom.length == writtenTo.length,
                "as many input as output directions are wanted, got %s and %s",
                readFrom.length,
                writtenTo.length);
        int found = 0;
        for (int i = 0; i < inputs.length; i++) {
            double[] in = Cosines.with(inputs[i], readFrom);
            double[] out = Cosines.with(outputs[i], writtenTo);
            boolean both = false;
            for (int j = 0; j < in.length; j++) {
                both |= in[j] > cosine && out[j] > cosine;
            }
            found += both ? 1 : 0;
        }
        return (double) found / inputs.length;
    }

    /** The share of {@code u_i} whose best cosine with a learned direction is above {@code cosine}. */
    public double recoveredInputs(float[][] readFrom, double cosine) {
        return share(Cosines.best(inputs, readFrom), cosine);
    }

    /** The share of {@code v_i} whose best cosine with a learned direction is above {@code cosine}. */
    public double recoveredOutputs(float[][] writtenTo, double cosine) {
        return share(Cosines.best(outputs, writtenTo), cosine);
    }

    private static double share(double[] best, double cosine) {
        return (double) Arrays.stream(best).filter(b -> b > cosine).count() / best.length;
    }
}
