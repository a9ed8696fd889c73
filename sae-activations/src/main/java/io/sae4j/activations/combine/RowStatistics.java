package io.sae4j.activations.combine;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;

/**
 * Statistics of input rows as they come, in one pass and constant memory: mean and variance by Welford's recurrence
 * (Technometrics 4, 1962), norms, and how many rows stand out. Rows with NaN or infinities are counted, and left out of
 * everything else. Not thread-safe.
 */
public final class RowStatistics {
    private static final int BLOCK_ROWS = 256;
    private static final double MEDIAN = 0.5;

    private final int width;
    private final double[] mean;
    private final double[] squares;
    private final NormHistogram norms = new NormHistogram();
    private long rows;
    private long nonFinite;
    private double normMean;
    private double normSquares;
    private double normMin = Double.POSITIVE_INFINITY;
    private double normMax;

    /** @throws IllegalArgumentException when {@code width} is not positive */
    public RowStatistics(int width) {
        checkArgument(width > 0, "width must be positive, got %s", width);
        this.width = width;
        this.mean = new double[width];
        this.squares = new double[width];
    }

    /** The statistics of all inputs of {@code source}, which is read once, in stored order. */
    public static RowStatistics of(ActivationSource source) {
        try (RowReader reader = source.sequential()) {
            return of(source, reader, Long.MAX_VALUE);
        }
    }

    /**
     * Those of {@code rows} random rows where the source has random access, else of all rows.
     *
     * @param seed chooses the rows
     */
    public static RowStatistics ofSample(ActivationSource source, long rows, long seed) {
        checkArgument(rows > 0, "rows must be positive, got %s", rows);
        if (!source.randomAccess()) {
            return of(source);
        }
        try (RowReader reader = source.shuffled(seed)) {
            return of(source, reader, rows);
        }
    }

    private static RowStatistics of(ActivationSource source, RowReader reader, long most) {
        RowStatistics statistics = new RowStatistics(source.inputWidth());
        Batch batch = Batch.forSource(source, BLOCK_ROWS);
        long seen = 0;
        while (seen < most && reader.read(batch) > 0) {
            int count = (int) Math.min(batch.rows(), most - seen);
            statistics.add(batch, count);
            seen += count;
            batch.clear();
        }
        return statistics;
    }

    /**
     * Adds the inputs of {@code batch}.
     *
     * @throws IllegalArgumentException when they have another width
     */
    public void add(Batch batch) {
        add(batch, batch.rows());
    }

    private void add(Batch batch, int count) {
        checkArgument(batch.inputWidth() == width, "rows must have width %s, got %s", width, batch.inputWidth());
        for (int r = 0; r < count; r++) {
            add(batch.input(), r * width);
        }
    }

    private void add(float[] values, int from) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += (double) values[from + i] * values[from + i];
        }
        if (!Double.isFinite(sum)) {
            nonFinite++;
            return;
        }
        rows++;
        for (int i = 0; i < width; i++) {
            double delta = values[from + i] - mean[i];
            mean[i] += delta / rows;
            squares[i] += delta * (values[from + i] - mean[i]);
        }
        double norm = Math.sqrt(sum);
        double delta = norm - normMean;
        normMean += delta / rows;
        normSquares += delta * (norm - normMean);
        normMin = Math.min(normMin, norm);
        normMax = Math.max(normMax, norm);
        norms.add(norm);
    }

    /** Rows that were added, those with NaN or infinities not counted. */
    public long rows() {
        return rows;
    }

    /** Rows with NaN or infinities. */
    public long nonFiniteRows() {
        return nonFinite;
    }

    /** The mean row, {@code [width]}; fresh. */
    public double[] mean() {
        requireRows();
        return mean.clone();
    }

    /** The mean squared deviation from the mean of each entry, {@code [width]}; fresh. */
    public double[] variance() {
        requireRows();
        double[] variance = new double[width];
        for (int i = 0; i < width; i++) {
            variance[i] = squares[i] / rows;
        }
        return variance;
    }

    /** The mean of the rows' Euclidean norms. */
    public double meanNorm() {
        requireRows();
        return normMean;
    }

    /** The standard deviation of the norms. */
    public double normDeviation() {
        requireRows();
        return Math.sqrt(normSquares / rows);
    }

    public double smallestNorm() {
        requireRows();
        return normMin;
    }

    public double largestNorm() {
        requireRows();
        return normMax;
    }

    /** The median of the norms, to 0.6 %. */
    public double medianNorm() {
        return normQuantile(MEDIAN);
    }

    /**
     * The norm below which {@code fraction} of the rows are, to 0.6 %; at 1 the largest.
     *
     * @throws IllegalArgumentException when {@code fraction} is not in [0, 1]
     */
    public double normQuantile(double fraction) {
        checkArgument(fraction >= 0 && fraction <= 1, "fraction must be in [0, 1], got %s", fraction);
        requireRows();
        return fraction == 1 ? normMax : Math.max(normMin, Math.min(normMax, norms.quantile(fraction)));
    }

    /** How many rows have a norm above {@code multiple} times the median, the limit being right to 1.7 %. */
    public long rowsAbove(double multiple) {
        checkArgument(multiple > 0, "multiple must be positive, got %s", multiple);
        return norms.above(multiple * medianNorm());
    }

    private void requireRows() {
        checkState(rows > 0, "there are no statistics of no rows");
    }
}
