package io.sae4j.product;

/** How a product rounds its factors. Sums are kept in 32 bits either way. */
public enum Precision {
    /** Factors as they are. */
    FLOAT32(0, 0),
    /**
     * Factors rounded to bfloat16, which has 8 significant bits and the range of a float: each is off by at most
     * {@code 2⁻⁸} of itself, so that an entry of the product is off by some {@code 2⁻⁷·‖x‖·‖w‖}, twice that of one factor.
     * Processors take numbers and products below {@link Float#MIN_NORMAL} for 0, and what exceeds the largest bfloat16,
     * 3.39e38, is infinite: an entry of the product can then be infinite or NaN where the exact one is neither.
     */
    BFLOAT16(0x1p-8, Float.MIN_NORMAL);

    private static final double FLOAT_ROUNDING = 0x1p-24;

    private final double factorRounding;
    private final double flushed;

    Precision(double factorRounding, double flushed) {
        this.factorRounding = factorRounding;
        this.flushed = flushed;
    }

    /**
     * The most by which an entry of the product can differ from the exact one where it is finite, by Cauchy and Schwarz,
     * whatever the order of the sum: {@code (2r + γ(1 + 2r))·‖x‖·‖w‖} with r the rounding of a factor and
     * {@code γ = nu/(1 − nu)}, {@code n = width + 1}, {@code u = 2⁻²⁴} that of a sum (Higham 2002, section 3.1), and what
     * underflow takes: {@code width} products and as many sums, and under bfloat16 factors, too.
     *
     * @param rowNorm {@code ‖x‖}
     * @param featureNorm {@code ‖w‖}
     */
    public double errorBound(int width, double rowNorm, double featureNorm) {
        double roundings = (width + 1) * FLOAT_ROUNDING;
        double gamma = roundings / (1 - roundings);
        double factors = 2 * factorRounding;
        double relative = factors + gamma * (1 + factors);
        double underflow = 2.0 * width * Math.max(flushed, Float.MIN_VALUE)
                + flushed * Math.sqrt(width) * (rowNorm + featureNorm) * (1 + factorRounding);
        return relative * rowNorm * featureNorm + underflow;
    }
}
