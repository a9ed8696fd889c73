package io.sae4j.cli;

import io.sae4j.eval.Metrics;
import java.io.PrintStream;
import java.util.Locale;

/** Metrics for people. */
final class MetricsTable {
    private MetricsTable() {}

    /** @param dSae number of features, for the number of dead ones */
    static void print(Metrics metrics, int dSae, String where, PrintStream out) {
        out.printf(Locale.ROOT, "Metrics on %s (%,d rows)%n", where, metrics.rows());
        row(out, "variance unexplained (FVU)", number(metrics.fvu()), "fraction, 0 is perfect");
        row(out, "explained variance", percent(metrics.explainedVariance()), "%");
        row(out, "squared error (MSE)", number(metrics.mse()), "per row, summed over its columns");
        row(out, "active features (L0)", number(metrics.l0()), "per row, of " + dSae);
        row(out, "activation (L1)", number(metrics.l1()), "per row, in units of the input");
        row(out, "cosine similarity", number(metrics.cosine()), "1 is perfect");
        row(out, "norm ratio", number(metrics.normRatio()), "reconstruction / input, 1 is perfect");
        row(out, "reconstruction bias", number(metrics.relativeReconstructionBias()), "1 is unbiased");
        row(out, "dead features", percent(metrics.deadFraction()), "%, " + dead(metrics, dSae));
    }

    private static String dead(Metrics metrics, int dSae) {
        return Math.round(metrics.deadFraction() * dSae) + " of " + dSae + " never fired on these rows";
    }

    private static void row(PrintStream out, String name, String value, String unit) {
        out.printf(Locale.ROOT, "  %-30s %12s  %s%n", name, value, unit);
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "undefined" : "infinite";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e7)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String percent(double fraction) {
        return Double.isFinite(fraction) ? String.format(Locale.ROOT, "%.2f", 100 * fraction) : number(fraction);
    }
}
