package io.sae4j.engine.sparse;

/**
 * By how much products of the rows of a block may be off whose factors were rounded to bfloat16, so that a choice among them
 * can be exact: whatever may exceed a bar within its bound is computed again in 32 bits.
 *
 * <p>Of rounded factors x̃ and w̃, {@code |x̃·w̃ − x·w| ≤ ‖x − x̃‖·‖w‖ + ‖x̃‖·‖w − w̃‖} (Cauchy-Schwarz). The lengths of the
 * rounding errors are measured, not bounded by the 2⁻⁸ that an entry may be off: that is twice as tight. Sums of d
 * terms in 32 bits, in any order, are off by another {@code d·2⁻²⁴·‖x‖·‖w‖}, here and in the exact product, and adding the
 * bias rounds once more. Hardware flushes bfloat16 factors and products below 2⁻¹²⁶ to zero, which costs at most
 * {@code 2⁻¹²⁶·(√d·(‖x‖ + ‖w‖) + 2·d)}.
 */
final class Margins {
    private static final double UNIT = 0x1p-24;
    private static final double SUMS = 3;
    private static final int SPARE_TERMS = 16;
    private static final double SMALLEST_NORMAL = 0x1p-126;
    private static final float BIAS_ROUNDING = 0x1p-22f;
    /** Multiplying by it and subtracting leaves the upper 8 of 24 bits, rounded to nearest (Veltkamp, Dekker). */
    private static final float SPLITTER = 0x1p16f + 1f;

    private final float[] byNorm;
    private final float[] byError;
    private final float[] flushed;
    private float[] rest = new float[0];

    Margins(int rows) {
        byNorm = new float[rows];
        byError = new float[rows];
        flushed = new float[rows];
    }

    /** Measures row {@code r} of the block. */
    void measure(int r, float[] x) {
        if (rest.length != x.length) {
            rest = new float[x.length];
        }
        double norm = RowMath.norm(x);
        double error = roundingError(x, rest);
        double root = Math.sqrt(x.length);
        double sums = SUMS * (x.length + SPARE_TERMS) * UNIT * norm;
        byNorm[r] = Math.nextUp((float) (error + sums + SMALLEST_NORMAL * root));
        byError[r] = Math.nextUp((float) (norm + error));
        flushed[r] = Math.nextUp((float) (SMALLEST_NORMAL * (root * norm + 2.0 * x.length)));
    }

    /** The most that the exact score can be where the rounded one is {@code score}; NaN where it cannot be told. */
    float upperBound(int r, float score, float norm, float error) {
        return score + slack(r, score, norm, error);
    }

    /**
     * A score at or below this has an upper bound of at most {@code bar}, whatever its feature, if no feature's norm and error
     * exceed those given.
     */
    float skippable(int r, float bar, float largestNorm, float largestError) {
        float skippable = bar - widestSlack(r, Math.abs(bar), largestNorm, largestError);
        return Float.isNaN(skippable) ? Float.NEGATIVE_INFINITY : skippable;
    }

    /**
     * A score this far below a bar of at most {@code largestBar} in size has an upper bound below it, whatever its feature, if
     * no feature's norm and error exceed those given; infinite where that cannot be told.
     */
    float widestSlack(int r, float largestBar, float largestNorm, float largestError) {
        float most = byNorm[r] * largestNorm + byError[r] * largestError;
        float slack = most * (1 + 8 * BIAS_ROUNDING) + 8 * BIAS_ROUNDING * largestBar + 2 * flushed[r];
        return Float.isNaN(slack) ? Float.POSITIVE_INFINITY : slack;
    }

    /** The least that the exact score can be; factors that are rounded beyond the largest float tell nothing. */
    float lowerBound(int r, float score, float norm, float error) {
        return Float.isInfinite(score) ? Float.NEGATIVE_INFINITY : score - slack(r, score, norm, error);
    }

    private float slack(int r, float score, float norm, float error) {
        return (byNorm[r] * norm + byError[r] * error) + (BIAS_ROUNDING * Math.abs(score) + flushed[r]);
    }

    /** The length of what rounding {@code x} to bfloat16 takes from it; {@code rest} is scratch of its length. */
    static double roundingError(float[] x, float[] rest) {
        for (int i = 0; i < rest.length; i++) {
            float split = SPLITTER * x[i];
            rest[i] = x[i] - (split - (split - x[i]));
        }
        double error = RowMath.norm(rest);
        return Double.isNaN(error) ? RowMath.norm(x) / 256 : error;
    }
}
