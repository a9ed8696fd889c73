package io.sae4j.engine.sparse;

/**
 * Bounds on products whose factors were rounded to bfloat16, so that a choice among them can be exact: whatever may exceed
 * a bar within its bound is computed again in 32 bits.
 *
 * <p>With x and w each rounded to 8 significant bits, {@code |x̃·w̃ − x·w| ≤ (2·2⁻⁹ + 2⁻¹⁸)·‖x‖·‖w‖} by Cauchy-Schwarz.
 * Sums of d terms in 32 bits, in any order, are off by another {@code d·2⁻²⁴·‖x‖·‖w‖}, here and in the exact product.
 * What hardware flushes to zero because it is smaller than a normal number is covered by an absolute slack.
 */
final class Screening {
    private static final double ROUNDING = 0x1p-8 + 0x1p-18;
    private static final double UNIT = 0x1p-24;
    private static final int SPARE_TERMS = 16;
    private static final float FLUSHED = 1e-30f;
    /** Adding the bias rounds once here and once in the exact sum. */
    private static final float BIAS_ROUNDING = 0x1p-22f;

    private Screening() {}

    /** By how much a product of {@code x} with a feature of unit length may be off. */
    static float margin(float[] x) {
        double relative = ROUNDING + 2.5 * (x.length + SPARE_TERMS) * UNIT;
        return Math.nextUp((float) (relative * RowMath.norm(x)));
    }

    /** The most that the exact pre-activation can be; NaN where it cannot be told. */
    static float upperBound(float z, float margin, float norm) {
        return z + slack(z, margin, norm);
    }

    /** The least that the exact pre-activation can be. */
    static float lowerBound(float z, float margin, float norm) {
        return z - slack(z, margin, norm);
    }

    private static float slack(float z, float margin, float norm) {
        return margin * norm + (BIAS_ROUNDING * Math.abs(z) + FLUSHED);
    }
}
