package io.sae4j.train;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.OptionalLong;

/**
 * Steers L0 to a target by a factor on the sparsity penalties. All is done in logarithms and relative to the first step, so
 * that one set of constants serves every penalty, unit and width. With {@code e = ln(L0 / aim)}, smoothed over steps and
 * bounded, each step adds {@code P·(Δe + e/τ)} to the logarithm of the factor: it wants {@code e} to fall by
 * {@code e/τ} a step, and turns the factor by what is lacking. While L0 falls as fast as that, the factor stays.
 *
 * <p>How L0 answers differs between encoders and data: it falls by 0.3 to 2 per cent for each per cent of the factor, some
 * tens to hundreds of steps later. docs/math.md says how the constants follow from that.
 */
final class SparsityController {
    /** P: by how many per cent the factor moves for one per cent of L0 that is lacking. */
    static final double PROPORTIONAL = 2;
    /** τ: steps in which an error is to fall e-fold. */
    static final double RESPONSE = 200;
    /** τ is at most this share of a run. */
    static final double RESPONSE_SHARE = 0.1;
    /** Errors beyond a factor of e count as one: at the start half of all features fire, which takes time to fall, not force. */
    static final double LARGEST_ERROR = 1;
    /** Steps over which L0 is smoothed. */
    static final double MEMORY = 20;
    /** The smoothing takes at most this share of a run. */
    static final double MEMORY_SHARE = 0.02;
    /**
     * Penalties start so that, at the L0 aimed at, they would be about this share of the first step's squared error: less
     * than they end with, so that L0 comes down from above.
     */
    static final double START = 0.003;
    /** The penalties are kept above this multiple of the squared error, however small L0 gets. */
    static final double SMALLEST_SIZE = 1e-6;
    /**
     * And below this one, however large L0 stays: Adam's steps do not grow with a gradient, so that more would not bring L0
     * down faster, only stop the rest from learning.
     */
    static final double LARGEST_SIZE = 10;

    private static final double LEAST_L0 = 1e-3;
    /** Squared errors count as no less than this share of the first step's: dense codes may rebuild rows to nothing. */
    private static final double LEAST_ERROR = 0.2;

    private final double target;
    private final double decay;
    private final double response;
    private double logFactor = Double.NEGATIVE_INFINITY;
    private double reference;
    private double sum;
    private double weight;
    private double lastError = Double.NaN;

    /**
     * @param target L0 at the end, positive
     * @param totalSteps length of the run, where known
     */
    SparsityController(double target, OptionalLong totalSteps) {
        checkArgument(target > 0 && Double.isFinite(target), "targetL0 must be positive and finite, got %s", target);
        this.target = target;
        double steps = totalSteps.isPresent() ? totalSteps.getAsLong() : Double.POSITIVE_INFINITY;
        this.decay = 1 - 1 / Math.max(1, Math.min(MEMORY, MEMORY_SHARE * steps));
        this.response = Math.max(1, Math.min(RESPONSE, RESPONSE_SHARE * steps));
    }

    /** By which the penalties' coefficients are multiplied in the next step; 0 for the first step, which tells their size. */
    double factor() {
        return Math.exp(logFactor);
    }

    /**
     * Takes notice of a step.
     *
     * @param l0 mean number of features that fired on a row
     * @param narrowing multiple of the target that is aimed at for now, at least 1
     * @param penalty value of the steered terms with their coefficients, without the factor
     * @param squaredError the step's
     */
    void observe(double l0, double narrowing, double penalty, double squaredError) {
        sum = decay * sum + l0;
        weight = decay * weight + 1;
        double error = bounded(Math.log(Math.max(sum / weight, LEAST_L0 * target) / (target * narrowing)));
        double change = Double.isNaN(lastError) ? 0 : error - lastError;
        lastError = error;
        if (!(penalty > 0) || !(l0 > 0)) {
            return;
        }
        if (reference == 0) {
            reference = Math.max(squaredError, Double.MIN_NORMAL);
            double atAim = penalty * Math.min(1, target * narrowing / l0);
            logFactor = Math.log(START * reference / atAim);
            return;
        }
        double size = Math.max(squaredError, LEAST_ERROR * reference) / penalty;
        double smallest = Math.log(SMALLEST_SIZE * size);
        double largest = Math.log(LARGEST_SIZE * size);
        logFactor = Math.max(smallest, Math.min(largest, logFactor + PROPORTIONAL * (change + error / response)));
    }

    private static double bounded(double error) {
        return Math.max(-LARGEST_ERROR, Math.min(LARGEST_ERROR, error));
    }
}
