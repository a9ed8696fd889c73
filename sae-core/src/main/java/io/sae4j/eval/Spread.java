package io.sae4j.eval;

import java.util.Arrays;

/**
 * {@code Σ_i ‖x_i − x̄‖²} in one pass over blocks: within a block about the block's own mean, blocks joined by the
 * update of Chan, Golub and LeVeque (1983). Nothing cancels, however far the rows lie from 0; for rows that are all
 * alike the result is exactly 0.
 */
final class Spread {
    private final int width;
    private final double[] mean;
    private final double[] blockMean;
    private long rows;
    private double squares;

    Spread(int width) {
        this.width = width;
        this.mean = new double[width];
        this.blockMean = new double[width];
    }

    /** Adds row-major rows {@code [count, width]}. */
    void add(float[] values, int count) {
        meanOf(values, count);
        double within = 0;
        for (int r = 0; r < count; r++) {
            for (int c = 0; c < width; c++) {
                double difference = values[r * width + c] - blockMean[c];
                within += difference * difference;
            }
        }
        double joined = rows + count;
        double between = 0;
        for (int c = 0; c < width; c++) {
            double difference = blockMean[c] - mean[c];
            between += difference * difference;
            mean[c] += difference * (count / joined);
        }
        squares += within + between * (rows * (count / joined));
        rows += count;
    }

    private void meanOf(float[] values, int count) {
        Arrays.fill(blockMean, 0);
        for (int r = 0; r < count; r++) {
            for (int c = 0; c < width; c++) {
                blockMean[c] += values[r * width + c];
            }
        }
        for (int c = 0; c < width; c++) {
            blockMean[c] /= count;
        }
    }

    /** The sum over all rows so far. */
    double squares() {
        return squares;
    }
}
