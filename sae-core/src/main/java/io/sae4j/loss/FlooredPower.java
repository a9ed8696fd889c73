package io.sae4j.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * {@code φ(u) = u·max(u, δ)^(p − 1)}: {@code u^p} of sizes from δ = 0.01 on, and a line to 0 below. The slope of a power
 * with p below 1 is infinite at 0; here it is at most {@code δ^(p − 1)}. Equal to u where p = 1.
 */
public final class FlooredPower {
    /** Where the line begins, in units of codes of scaled rows. */
    public static final double FLOOR = 0.01;

    private FlooredPower() {}

    /** φ of {@code sizes}, with the exponent a scalar of the graph. */
    static SDVariable build(SameDiff sd, SDVariable sizes, SDVariable exponent) {
        return sizes.mul(sd.math().exp(logarithms(sd, sizes).mul(exponent.sub(1.0))));
    }

    /** φ of {@code sizes}, with a fixed exponent. */
    static SDVariable build(SameDiff sd, SDVariable sizes, double exponent) {
        return exponent == 1
                ? sizes
                : sizes.mul(sd.math().exp(logarithms(sd, sizes).mul(exponent - 1)));
    }

    /** {@code log max(u, δ)}, which has gradients everywhere. */
    private static SDVariable logarithms(SameDiff sd, SDVariable sizes) {
        return sd.math().log(sd.nn().relu(sizes.sub(FLOOR), 0).add(FLOOR));
    }

    /** φ(size). */
    public static double value(double size, double exponent) {
        return size * Math.pow(Math.max(size, FLOOR), exponent - 1);
    }

    /** The derivative of φ at {@code size}; on the line, that of the line. */
    public static double slope(double size, double exponent) {
        return size > FLOOR ? exponent * Math.pow(size, exponent - 1) : Math.pow(FLOOR, exponent - 1);
    }
}
