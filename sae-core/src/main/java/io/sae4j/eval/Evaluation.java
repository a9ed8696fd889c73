package io.sae4j.eval;

/**
 * The result of an evaluation.
 *
 * @param metrics the numbers over all features
 * @param featureDensity {@code [dSae]}: the share of rows on which a feature fires; copied in and out
 */
public record Evaluation(Metrics metrics, double[] featureDensity) {
    public Evaluation {
        featureDensity = featureDensity.clone();
    }

    @Override
    public double[] featureDensity() {
        return featureDensity.clone();
    }
}
