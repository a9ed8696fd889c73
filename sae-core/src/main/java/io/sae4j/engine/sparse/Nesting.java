package io.sae4j.engine.sparse;

import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.loss.Loss;
import io.sae4j.loss.NestedReconstruction;
import java.util.Arrays;

/**
 * The reconstructions that count: those of the nested prefixes, shortest first, and the full one, which is the last level and
 * the only one where there is no such term. A feature belongs to the first level that has it, and to all that follow.
 *
 * <p>With R_l the residual of level l, {@code G_l = −(2·weight_l/N)·R_l}; what a feature of level l gets is
 * {@code Σ G_i} over {@code i ≥ l}, and what all levels share, {@code b_dec}, gets that of level 0.
 */
final class Nesting {
    private final int[] ends;
    private final double[] weights;
    private final float[] factors;
    private final int rows;

    private Nesting(int[] ends, double[] weights, int rows) {
        this.ends = ends;
        this.weights = weights;
        this.rows = rows;
        factors = new float[ends.length];
        factors[ends.length - 1] = -2f / rows;
    }

    /** @param rows of a batch */
    static Nesting of(ObjectiveSpec spec, int rows) {
        int[] widths = new int[0];
        double[] weights = new double[0];
        for (Loss loss : spec.losses()) {
            if (loss.term() instanceof NestedReconstruction nested) {
                widths = nested.widths();
                weights = nested.weights();
            }
        }
        int[] ends = Arrays.copyOf(widths, widths.length + 1);
        ends[widths.length] = spec.dSae();
        return new Nesting(ends, weights, rows);
    }

    void begin(StepSettings settings) {
        double coefficient = settings.coefficients().getOrDefault(NestedReconstruction.NAME, 0.0);
        for (int l = 0; l < weights.length; l++) {
            factors[l] = (float) (-2 * coefficient * weights[l] / rows);
        }
    }

    /** How many reconstructions there are, the full one included. */
    int levels() {
        return ends.length;
    }

    /** Whether there are others than the full one. */
    boolean isNested() {
        return ends.length > 1;
    }

    /** The first of the features that level {@code level} has and the one before has not. */
    int first(int level) {
        return level == 0 ? 0 : ends[level - 1];
    }

    /** The end, exclusive, of the features that level {@code level} has. */
    int end(int level) {
        return ends[level];
    }

    /** The first level that has feature {@code j}. */
    int levelOf(int j) {
        int level = 0;
        while (j >= ends[level]) {
            level++;
        }
        return level;
    }

    /** {@code −2·weight/N}: what makes an output gradient of a residual of level {@code level}. */
    float factor(int level) {
        return factors[level];
    }

    /** The unweighted value of the term, from the sums of squared residuals of the inner levels over the batch. */
    double value(double[] squaredErrors) {
        double value = 0;
        for (int l = 0; l < weights.length; l++) {
            value += weights[l] * squaredErrors[l] / rows;
        }
        return value;
    }
}
