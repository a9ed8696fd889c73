package io.sae4j.eval;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * What was measured on a number of rows, with target {@code x}, reconstruction {@code x̂} (both of width d) and codes
 * {@code f}; E is the mean over rows. For an autoencoder the target is the input.
 *
 * @param rows number of rows evaluated
 * @param l0 features that fire on a row: {@code E #{j : f_j ≠ 0}}
 * @param l1 {@code E Σ_j |f_j|}, in the units of the activations
 * @param mse {@code E Σ_c (x_c − x̂_c)²}: summed over the d columns, not averaged
 * @param fvu fraction of variance unexplained, {@code Σ‖x − x̂‖² / Σ‖x − x̄‖²} with sums over rows and {@code x̄} the
 *     mean row. Where all rows are alike it is 0 for a perfect reconstruction and +∞ for any other
 * @param explainedVariance {@code 1 − fvu}. Not the mean of ratios that SAELens calls {@code explained_variance_legacy}
 * @param cosine {@code E x·x̂/(‖x‖‖x̂‖)} over rows with {@code x ≠ 0}; a row with {@code x̂ = 0} counts 0. NaN when all
 *     rows are zero
 * @param relativeReconstructionBias {@code E‖x̂‖² / E(x·x̂)}: 1 is unbiased, below 1 reconstructions are too short. NaN
 *     when all reconstructions are zero
 * @param normRatio {@code E(‖x̂‖/‖x‖)} over rows with {@code x ≠ 0}, as SAELens's {@code l2_ratio}. NaN when all rows
 *     are zero
 * @param deadFraction share of the features that never fired on these rows; on few rows, rare features count too
 * @param densityHistogram how often features fire
 */
public record Metrics(
        long rows,
        double l0,
        double l1,
        double mse,
        double fvu,
        double explainedVariance,
        double cosine,
        double relativeReconstructionBias,
        double normRatio,
        double deadFraction,
        DensityHistogram densityHistogram) {

    /**
     * The numbers by name, in a fixed order, for files and logs; without the histogram. Values may be NaN or infinite
     * as told above, for which JSON has no numbers.
     */
    public Map<String, Double> asMap() {
        return ImmutableMap.<String, Double>builder()
                .put("fvu", fvu)
                .put("explained_variance", explainedVariance)
                .put("mse", mse)
                .put("l0", l0)
                .put("l1", l1)
                .put("cosine", cosine)
                .put("relative_reconstruction_bias", relativeReconstructionBias)
                .put("norm_ratio", normRatio)
                .put("dead_fraction", deadFraction)
                .put("rows", (double) rows)
                .buildOrThrow();
    }
}
