package io.sae4j.encoder;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The kernels of JumpReLU's straight-through estimator: densities of {@code u = (z − θ)/ε} that take the place of the step's
 * derivative. All have mass 1, are symmetric, and have the rectangle's standard deviation {@code σ = 1/√12}, so that one
 * bandwidth ε means the same width for each. Those without an end are cut at {@code 3σ} and divided by the mass that is
 * left, so that few codes lie in a kernel and the fused engine can find them.
 */
public enum Kernel {
    /** {@code 1} where {@code |u| < 1/2} (arXiv 2407.14435): all codes near the threshold count alike. */
    RECTANGLE(0.5) {
        @Override
        double inside(double u) {
            return 1;
        }

        @Override
        SDVariable inside(SameDiff sd, SDVariable u) {
            return sd.onesLike(u);
        }
    },

    /** {@code (1 − |u|/w)/w} where {@code |u| < w = 1/√2}. */
    TRIANGLE(1 / Math.sqrt(2)) {
        @Override
        double inside(double u) {
            return (1 - u / halfWidth()) / halfWidth();
        }

        @Override
        SDVariable inside(SameDiff sd, SDVariable u) {
            return u.rsub(halfWidth()).mul(1 / (halfWidth() * halfWidth()));
        }
    },

    /** {@code ¾·(1 − (u/w)²)/w} where {@code |u| < w = √(5/12)} (Epanechnikov). */
    QUADRATIC(Math.sqrt(5.0 / 12)) {
        @Override
        double inside(double u) {
            return 0.75 * (1 - u * u / (halfWidth() * halfWidth())) / halfWidth();
        }

        @Override
        SDVariable inside(SameDiff sd, SDVariable u) {
            double w = halfWidth();
            return GraphOps.square(u).rsub(w * w).mul(0.75 / (w * w * w));
        }
    },

    /** {@code exp(−u²/(2σ²))/(σ·√(2π))} where {@code |u| < 3σ}, divided by the mass 0.9973 that is left there. */
    GAUSSIAN(Widths.CUT) {
        @Override
        double inside(double u) {
            return peak() * Math.exp(-u * u / (2 * Widths.DEVIATION * Widths.DEVIATION));
        }

        private double peak() {
            return 1 / (Widths.GAUSSIAN_MASS * Widths.DEVIATION * Math.sqrt(2 * Math.PI));
        }

        @Override
        SDVariable inside(SameDiff sd, SDVariable u) {
            SDVariable exponent = GraphOps.square(u).mul(-1 / (2 * Widths.DEVIATION * Widths.DEVIATION));
            return sd.math().exp(exponent).mul(peak());
        }
    },

    /**
     * The derivative {@code e/(s·(1 + e)²)}, {@code e = exp(−|u|/s)}, of a sigmoid of width {@code s = σ·√3/π} where
     * {@code |u| < 3σ}, divided by the mass 0.9914 that is left there.
     */
    LOGISTIC(Widths.CUT) {
        @Override
        double inside(double u) {
            double e = Math.exp(-u / Widths.SIGMOID);
            return e / ((1 + e) * (1 + e)) * factor();
        }

        /** One over the width, and over the mass between the cuts. */
        private double factor() {
            return 1 / (Widths.SIGMOID * Math.tanh(Widths.CUT / (2 * Widths.SIGMOID)));
        }

        @Override
        SDVariable inside(SameDiff sd, SDVariable u) {
            SDVariable e = sd.math().exp(u.mul(-1 / Widths.SIGMOID));
            return e.div(GraphOps.square(e.add(1.0))).mul(factor());
        }
    };

    /** Lengths in units of the bandwidth; apart, because constants of an enum come after its values. */
    private static final class Widths {
        static final double DEVIATION = 1 / Math.sqrt(12);
        static final double CUT = 3 * DEVIATION;
        static final double SIGMOID = DEVIATION * Math.sqrt(3) / Math.PI;
        /** {@code erf(3/√2)}. */
        static final double GAUSSIAN_MASS = 0.9973002039367398;
    }

    private final double halfWidth;

    Kernel(double halfWidth) {
        this.halfWidth = halfWidth;
    }

    /** The kernel is 0 where {@code |u|} is this or more. */
    public double halfWidth() {
        return halfWidth;
    }

    /** The density at {@code u = (z − θ)/ε}. */
    public double density(double u) {
        double distance = Math.abs(u);
        return distance < halfWidth ? inside(distance) : 0;
    }

    /** The density at {@code u ≥ 0} below {@link #halfWidth}. */
    abstract double inside(double u);

    /** The same in a graph; what it gives from {@link #halfWidth} on does not matter. */
    abstract SDVariable inside(SameDiff sd, SDVariable u);

    /**
     * The estimate of {@code ∂1[z > θ]/∂z}: the density of {@code z}, {@code (1/ε)·K((z − θ)/ε)}.
     *
     * @param distance {@code |z − θ|}, a constant to differentiation
     */
    SDVariable build(SameDiff sd, SDVariable distance, double bandwidth) {
        SDVariable within = distance.lt(halfWidth * bandwidth).castTo(distance.dataType());
        if (this == RECTANGLE) {
            return within.mul(1 / bandwidth);
        }
        return inside(sd, distance.mul(1 / bandwidth)).mul(within).mul(1 / bandwidth);
    }
}
