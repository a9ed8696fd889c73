package io.sae4j.activations.model;

import java.util.Locale;

/**
 * How well a language model predicts with its activations unchanged, edited and ablated. Cross-entropies (CE) and divergences (KL)
 * are in nats per token, means over every next token inside each window; KL is {@code KL(clean ‖ changed)}.
 *
 * @param predictions how many next tokens there were
 * @param clean of the unchanged model
 * @param edited with the edit that was measured
 * @param zero with zeros in place of the rows
 * @param mean with their mean in place of the rows
 * @param startsEdited whether rows at position 0 of the windows were edited and ablated too, rather than left as they were
 */
public record LanguageModelScores(
        long predictions, double clean, Score edited, Score zero, Score mean, boolean startsEdited) {
    /**
     * Of one change.
     *
     * @param crossEntropy nats per token
     * @param kl from the clean model's distribution, nats per token
     */
    public record Score(double crossEntropy, double kl) {}

    /** The score of a baseline. */
    public Score of(Baseline baseline) {
        return baseline == Baseline.ZERO ? zero : mean;
    }

    /**
     * How much of the cross-entropy that the baseline costs is saved, {@code (CE_baseline − CE_edited) / (CE_baseline − CE_clean)}:
     * 1 is as good as clean, 0 no better than the baseline. NaN when the baseline costs nothing.
     */
    public double crossEntropyRecovered(Baseline baseline) {
        double worst = of(baseline).crossEntropy();
        return worst == clean ? Double.NaN : (worst - edited.crossEntropy()) / (worst - clean);
    }

    /** How much of the baseline's divergence is avoided, {@code 1 − KL_edited / KL_baseline}. NaN when that has none. */
    public double klRecovered(Baseline baseline) {
        double worst = of(baseline).kl();
        return worst == 0 ? Double.NaN : 1 - edited.kl() / worst;
    }

    /** Some lines of text; each relative score names its baseline. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d predictions, start tokens %s; nats per token: clean %.4f, edited %.4f (KL %.4f)",
                predictions,
                startsEdited ? "edited too" : "left as they were",
                clean,
                edited.crossEntropy(),
                edited.kl()));
        for (Baseline baseline : Baseline.values()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%nagainst %s (CE %.4f, KL %.4f): CE recovered %.4f, KL recovered %.4f",
                    baseline.label(),
                    of(baseline).crossEntropy(),
                    of(baseline).kl(),
                    crossEntropyRecovered(baseline),
                    klRecovered(baseline)));
        }
        return text.toString();
    }
}
