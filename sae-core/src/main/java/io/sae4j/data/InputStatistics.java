package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Statistics of a sample of rows {@code x_1 … x_n} of width d, computed in double precision when asked for.
 *
 * <p>The rows are shared, not copied, and must not change meanwhile.
 */
public final class InputStatistics {
    private final float[] rows;
    private final int count;
    private final int width;

    private InputStatistics(float[] rows, int count, int width) {
        checkArgument(count > 0, "rows must not be empty");
        checkArgument(width > 0, "width must be positive, got %s", width);
        checkArgument(
                rows.length >= (long) count * width, "rows must hold %s rows of %s, got %s", count, width, rows.length);
        this.rows = rows;
        this.count = count;
        this.width = width;
    }

    /**
     * @param rows row-major {@code [count, width]}; finite
     * @throws IllegalArgumentException when there are no rows or {@code rows} is too short
     */
    public static InputStatistics of(float[] rows, int count, int width) {
        return new InputStatistics(rows, count, width);
    }

    /** Of the sample's inputs. */
    public static InputStatistics ofInputs(RowSample sample) {
        return of(sample.input(), sample.rows(), sample.inputWidth());
    }

    /** Of the sample's targets. */
    public static InputStatistics ofTargets(RowSample sample) {
        return of(sample.target(), sample.rows(), sample.targetWidth());
    }

    /** Of {@code count} columns from column {@code from} on, as rows of their own; all columns are these statistics themselves. */
    public InputStatistics columns(int from, int columns) {
        checkArgument(
                from >= 0 && columns > 0 && from + columns <= width,
                "columns must lie in [0, %s), got %s from %s",
                width,
                columns,
                from);
        if (columns == width) {
            return this;
        }
        float[] part = new float[count * columns];
        for (int r = 0; r < count; r++) {
            System.arraycopy(rows, r * width + from, part, r * columns, columns);
        }
        return new InputStatistics(part, count, columns);
    }

    /** {@code (1/n) Σ_i ‖x_i‖}. */
    public double meanNorm() {
        double sum = 0;
        for (int r = 0; r < count; r++) {
            double squares = 0;
            for (int i = r * width; i < (r + 1) * width; i++) {
                squares += (double) rows[i] * rows[i];
            }
            sum += Math.sqrt(squares);
        }
        return sum / count;
    }

    /**
     * The factor {@code s = √d / E‖x‖} that gives rows a mean norm of {@code √d}, so that one learning rate suits all
     * sources (Anthropic, April 2024 update).
     *
     * @throws IllegalArgumentException when all rows are zero
     */
    public double scale() {
        return Math.sqrt(width) / notZero(meanNorm());
    }

    /**
     * The factor {@code 1/√(E‖x‖²)} that gives rows a mean squared norm of 1 (arXiv 2407.14435; dictionary_learning). Outliers
     * weigh more in it than in {@link #scale}.
     *
     * @throws IllegalArgumentException when all rows are zero
     */
    public double unitMeanSquareScale() {
        double squares = 0;
        for (int i = 0; i < count * width; i++) {
            squares += (double) rows[i] * rows[i];
        }
        return 1 / notZero(Math.sqrt(squares / count));
    }

    private double notZero(double norm) {
        checkArgument(
                norm > 0, "activations are all zero (%s rows sampled): there is nothing to scale or to learn", count);
        return norm;
    }

    /** {@code (1/n) Σ_i x_i}, {@code [d]}; a fresh array. */
    public double[] mean() {
        double[] mean = new double[width];
        for (int r = 0; r < count; r++) {
            for (int c = 0; c < width; c++) {
                mean[c] += rows[r * width + c];
            }
        }
        for (int c = 0; c < width; c++) {
            mean[c] /= count;
        }
        return mean;
    }

    /**
     * The point {@code y} with the least {@code Σ_i ‖x_i − y‖}, {@code [d]}; a fresh array. Outliers pull it less than
     * the mean. Found by Weiszfeld's iteration, to a last move of 1e-6 of the rows' mean distance or for 100
     * iterations; each reads all rows once.
     */
    public double[] geometricMedian() {
        return new GeometricMedian(rows, count, width).solve(mean());
    }
}
