package io.sae4j.cli;

import io.sae4j.SparseAutoencoder;
import io.sae4j.SparseAutoencoderBuilder;
import io.sae4j.eval.Metrics;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Trains, saves and measures: what {@code train} and {@code quickstart} have in common.
 *
 * @param builder the recipe
 * @param train the rows to train on
 * @param validation the rows to measure on; null to measure on the training rows
 * @param out where the SAE is saved
 * @param json whether stdout gets the JSON line rather than the table
 */
record TrainingRun(
        SparseAutoencoderBuilder builder,
        ActivationInput train,
        @Nullable ActivationInput validation,
        Path out,
        boolean json) {

    /** Finds out what would fail later. */
    void check() {
        Outputs.requireSaeDirectory(out);
        if (validation != null && validation.width() != train.width()) {
            throw new FailedRunException(
                    "validation rows have width " + validation.width() + ", training rows " + train.width());
        }
        train.requireFinite();
        if (validation != null) {
            validation.requireFinite();
        }
    }

    /** Saves only what was trained to the end; when interrupted, nothing. */
    void execute(Session session) {
        ProgressReport progress = ProgressReport.on(session);
        session.interruption().onRequest(builder::requestStop);
        SparseAutoencoder sae;
        try {
            sae = builder.listener(progress).fit(train.source());
        } finally {
            progress.finish();
        }
        session.interruption().check();
        sae.save(out);
        Metrics metrics = sae.evaluate((validation != null ? validation : train).source());
        report(session, sae, metrics, progress);
    }

    private void report(Session session, SparseAutoencoder sae, Metrics metrics, ProgressReport progress) {
        PrintStream report = session.report(json);
        report.println();
        MetricsTable.print(
                metrics, sae.config().dSae(), validation != null ? "validation rows" : "training rows", report);
        report.println();
        report.printf(
                Locale.ROOT,
                "Trained on %,d rows in %.1f s (%,.0f rows/s), saved to %s%n",
                progress.rows(),
                progress.seconds(),
                progress.rows() / progress.seconds(),
                out);
        if (json) {
            session.out().println(ResultJson.of(metrics, progress.rows(), progress.seconds()));
        }
    }
}
