package io.sae4j.data;

import java.util.Arrays;

/**
 * Weiszfeld's iteration {@code y ← Σ w_i·x_i / Σ w_i} with {@code w_i = 1/‖x_i − y‖}, as modified by Vardi and Zhang
 * (2000, doi 10.1073/pnas.97.4.1423) for rows that coincide with {@code y}: with η such rows and
 * {@code r = ‖Σ w_i·(x_i − y)‖} over the others, the step is shortened by the factor {@code max(0, 1 − η/r)}.
 */
final class GeometricMedian {
    static final double TOLERANCE = 1e-6;
    static final int MAX_ITERATIONS = 100;

    /** Rows nearer than this part of the mean distance coincide with the point; their weight would drown the others. */
    private static final double COINCIDENT = 1e-12;

    private final float[] rows;
    private final int count;
    private final int width;
    private double meanDistance;

    GeometricMedian(float[] rows, int count, int width) {
        this.rows = rows;
        this.count = count;
        this.width = width;
    }

    /** Moves {@code point} to the median and returns it. */
    double[] solve(double[] point) {
        double[] pull = new double[width];
        for (int i = 0; i < MAX_ITERATIONS; i++) {
            double move = step(point, pull);
            if (move <= TOLERANCE * meanDistance) {
                break;
            }
        }
        return point;
    }

    /** One iteration; {@code pull} is scratch. Returns how far the point moved. */
    private double step(double[] point, double[] pull) {
        Arrays.fill(pull, 0);
        double weights = 0;
        double distances = 0;
        int coincident = 0;
        for (int r = 0; r < count; r++) {
            double distance = distance(point, r);
            distances += distance;
            if (distance <= COINCIDENT * meanDistance) {
                coincident++;
                continue;
            }
            double weight = 1 / distance;
            weights += weight;
            int base = r * width;
            for (int c = 0; c < width; c++) {
                pull[c] += weight * (rows[base + c] - point[c]);
            }
        }
        meanDistance = distances / count;
        double force = norm(pull);
        if (force <= coincident) {
            return 0;
        }
        double length = (1 - coincident / force) / weights;
        for (int c = 0; c < width; c++) {
            point[c] += length * pull[c];
        }
        return length * force;
    }

    private double distance(double[] point, int row) {
        int base = row * width;
        double even = 0;
        double odd = 0;
        int c = 0;
        for (; c + 2 <= width; c += 2) {
            double a = rows[base + c] - point[c];
            double b = rows[base + c + 1] - point[c + 1];
            even += a * a;
            odd += b * b;
        }
        if (c < width) {
            double a = rows[base + c] - point[c];
            even += a * a;
        }
        return Math.sqrt(even + odd);
    }

    private static double norm(double[] vector) {
        double squares = 0;
        for (double value : vector) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }
}
