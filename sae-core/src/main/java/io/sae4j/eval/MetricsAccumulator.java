package io.sae4j.eval;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import java.util.Arrays;

/**
 * Sums up blocks of rows into {@link Metrics}; holds {@code 2·dOut + dSae} numbers, however many rows come. Not
 * thread-safe.
 *
 * <p>One pass, all sums in double precision; the variance about the mean does not cancel for rows far from 0.
 */
public final class MetricsAccumulator {
    private final int width;
    private final long[] firings;
    private final Spread spread;
    private long rows;
    private long nonZeroTargets;
    private double l1;
    private double squaredError;
    private double squaredReconstruction;
    private double product;
    private double cosine;
    private double normRatio;

    /**
     * @param dOut width of a target row
     * @param dSae number of features
     */
    public MetricsAccumulator(int dOut, int dSae) {
        checkArgument(dOut > 0, "dOut must be positive, got %s", dOut);
        checkArgument(dSae > 0, "dSae must be positive, got %s", dSae);
        this.width = dOut;
        this.firings = new long[dSae];
        this.spread = new Spread(dOut);
    }

    /**
     * Adds a block of rows; the arrays are row-major, are not modified and not kept.
     *
     * @param target {@code [count, dOut]}: what should have come out
     * @param reconstruction {@code [count, dOut]}: what came out
     * @param codes {@code [count, dSae]}, dense
     * @param count number of rows; the arrays may be longer
     */
    public void add(float[] target, float[] reconstruction, float[] codes, int count) {
        checkArgument(count >= 0, "count must not be negative, got %s", count);
        checkLength("target", target, (long) count * width);
        checkLength("reconstruction", reconstruction, (long) count * width);
        checkLength("codes", codes, (long) count * firings.length);
        if (count == 0) {
            return;
        }
        spread.add(target, count);
        for (int r = 0; r < count; r++) {
            addReconstruction(target, reconstruction, r * width);
            addCodes(codes, r * firings.length);
        }
        rows += count;
    }

    private static void checkLength(String name, float[] values, long needed) {
        checkArgument(values.length >= needed, "%s must hold %s values, got %s", name, needed, values.length);
    }

    private void addReconstruction(float[] target, float[] reconstruction, int base) {
        double error = 0;
        double targetSquares = 0;
        double squares = 0;
        double dot = 0;
        for (int i = base; i < base + width; i++) {
            double x = target[i];
            double y = reconstruction[i];
            error += (x - y) * (x - y);
            targetSquares += x * x;
            squares += y * y;
            dot += x * y;
        }
        squaredError += error;
        squaredReconstruction += squares;
        product += dot;
        if (targetSquares > 0) {
            nonZeroTargets++;
            normRatio += Math.sqrt(squares / targetSquares);
            cosine += squares == 0 ? 0 : dot / (Math.sqrt(targetSquares) * Math.sqrt(squares));
        }
    }

    private void addCodes(float[] codes, int base) {
        double sum = 0;
        for (int j = 0; j < firings.length; j++) {
            float code = codes[base + j];
            if (code != 0f) {
                firings[j]++;
                sum += Math.abs(code);
            }
        }
        l1 += sum;
    }

    /** Number of rows added so far. */
    public long rows() {
        return rows;
    }

    /**
     * The result over all rows added so far; more may be added afterwards.
     *
     * @throws IllegalStateException when no rows were added
     */
    public Evaluation result() {
        checkState(rows > 0, "no rows were added");
        double[] density =
                Arrays.stream(firings).mapToDouble(n -> (double) n / rows).toArray();
        DensityHistogram histogram = DensityHistogram.of(density);
        double fvu = fvu(squaredError, spread.squares());
        Metrics metrics = new Metrics(
                rows,
                (double) Arrays.stream(firings).sum() / rows,
                l1 / rows,
                squaredError / rows,
                fvu,
                1 - fvu,
                cosine / nonZeroTargets,
                squaredReconstruction / product,
                normRatio / nonZeroTargets,
                (double) histogram.neverFired() / firings.length,
                histogram);
        return new Evaluation(metrics, density);
    }

    private static double fvu(double error, double variance) {
        if (variance == 0) {
            return error == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        return error / variance;
    }
}
