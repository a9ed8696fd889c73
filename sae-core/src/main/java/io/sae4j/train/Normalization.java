package io.sae4j.train;

import io.sae4j.data.InputStatistics;

/** How rows are scaled while training. Scales are folded into the weights afterwards. */
public enum Normalization {
    /**
     * One factor for all rows, such that the mean norm of a row is √d (Anthropic, April 2024). Makes learning rates and
     * coefficients mean the same on every model and layer. Targets of their own have a factor of their own, and so has
     * each part of a crosscoder's rows, with d the width of the part.
     */
    MEAN_NORM {
        @Override
        double scale(InputStatistics statistics) {
            return statistics.scale();
        }
    },
    /**
     * One factor for all rows, such that the mean of their squared norms is 1 (DeepMind, arXiv 2407.14435; dictionary_learning).
     * Coefficients and learning rates for such rows are far smaller than for {@link #MEAN_NORM}.
     */
    UNIT_MEAN_SQUARE {
        @Override
        double scale(InputStatistics statistics) {
            return statistics.unitMeanSquareScale();
        }
    },
    /** Rows as they are. */
    NONE {
        @Override
        double scale(InputStatistics statistics) {
            return 1;
        }
    };

    /** The factor for rows with these statistics. */
    abstract double scale(InputStatistics statistics);
}
