package io.sae4j.engine.sparse;

import org.jspecify.annotations.Nullable;

/** Between what the exact scores of a block lie, whose products may be rounded; what choosers ask {@link Margins} for. */
final class Bounds {
    private final SaeState state;
    private final float[] factors;
    private @Nullable Margins margins;
    private float largestNorm;
    private float largestError;

    /** @param factors of the pre-activations, which make scores of them; positive */
    Bounds(SaeState state, float[] factors) {
        this.state = state;
        this.factors = factors;
    }

    /** @param margins of the block's rows; null when its scores are exact */
    void start(@Nullable Margins margins) {
        this.margins = margins;
    }

    boolean areExact() {
        return margins == null;
    }

    /** Prepares {@link #skippable} and {@link #widestSlack} for the features of a tile. */
    void measureTile(int first, int count) {
        largestNorm = 0;
        largestError = 0;
        for (int j = first; j < first + count && margins != null; j++) {
            largestNorm = Math.max(largestNorm, norm(j));
            largestError = Math.max(largestError, error(j));
        }
    }

    private float norm(int j) {
        return state.encoderNorms[j] * factors[j];
    }

    private float error(int j) {
        return state.encoderErrors[j] * factors[j];
    }

    /** The most that the exact score of feature {@code j} can be on row {@code r}; NaN where it cannot be told. */
    float upper(int r, float score, int j) {
        return margins == null ? score : margins.upperBound(r, score, norm(j), error(j));
    }

    /** The least that it can be. */
    float lower(int r, float score, int j) {
        return margins == null ? score : margins.lowerBound(r, score, norm(j), error(j));
    }

    /** A score of the tile at or below this has an upper bound of at most {@code bar}. */
    float skippable(int r, float bar) {
        return margins == null ? bar : margins.skippable(r, bar, largestNorm, largestError);
    }

    /** A score of the tile this far below a bar of at most {@code largestBar} in size has an upper bound below it. */
    float widestSlack(int r, float largestBar) {
        return margins == null ? 0f : margins.widestSlack(r, largestBar, largestNorm, largestError);
    }
}
