package io.sae4j.cli;

import io.sae4j.activations.model.Baseline;
import io.sae4j.activations.model.LanguageModelScores;
import java.io.PrintStream;
import java.util.Locale;

/** For people: what putting an SAE's reconstruction into a language model does to its predictions. */
final class ScoresTable {
    private ScoresTable() {}

    static void print(LanguageModelScores scores, String hook, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "Language model with reconstructions at %s (%,d predictions, start tokens %s)%n",
                hook,
                scores.predictions(),
                scores.startsEdited() ? "replaced too" : "left as they were");
        row(out, "cross-entropy, clean", scores.clean(), "nats per token");
        row(out, "cross-entropy, reconstructed", scores.edited().crossEntropy(), "nats per token");
        row(out, "KL from clean", scores.edited().kl(), "nats per token");
        for (Baseline baseline : Baseline.values()) {
            row(out, "cross-entropy, " + baseline.label(), scores.of(baseline).crossEntropy(), "nats per token");
            row(out, "CE recovered", scores.crossEntropyRecovered(baseline), "against " + baseline.label());
            row(out, "KL recovered", scores.klRecovered(baseline), "against " + baseline.label());
        }
    }

    private static void row(PrintStream out, String name, double value, String unit) {
        String number = Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.4f", value);
        out.printf(Locale.ROOT, "  %-30s %12s  %s%n", name, number, unit);
    }
}
