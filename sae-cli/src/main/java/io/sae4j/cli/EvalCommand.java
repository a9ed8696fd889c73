package io.sae4j.cli;

import io.sae4j.SparseAutoencoder;
import io.sae4j.eval.Metrics;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sae eval}. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        versionProvider = SaeCommand.Version.class,
        sortOptions = false,
        description = "Measures an SAE on the rows of an .npy file.",
        footerHeading = "%nExample:%n",
        footer = "  sae eval --model my-sae --input held-out.npy --json")
@SuppressWarnings("NullAway.Init") // picocli sets the options
final class EvalCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = Models.DESCRIPTION)
    private Path model;

    @Option(
            names = "--input",
            paramLabel = "F.npy",
            required = true,
            description = "Activations to measure on; any size, they are read once.")
    private Path input;

    @Option(names = "--json", description = "Print one JSON line to stdout and nothing else; the rest to stderr.")
    private boolean json;

    EvalCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        NpyInput rows = NpyInput.open(input, session);
        SparseAutoencoder sae = Models.load(model);
        rows.requireWidth(sae.config(), model);
        long start = System.nanoTime();
        Metrics metrics = evaluate(sae, rows);
        double seconds = (System.nanoTime() - start) * 1e-9;

        PrintStream report = session.report(json);
        MetricsTable.print(metrics, sae.config().dSae(), input.toString(), report);
        report.printf(Locale.ROOT, "%nEvaluated in %.1f s (%,.0f rows/s)%n", seconds, metrics.rows() / seconds);
        if (json) {
            session.out().println(ResultJson.of(metrics, metrics.rows(), seconds));
        }
        return ExitCodes.OK;
    }

    /** The library names the bad row; we know the file. */
    private Metrics evaluate(SparseAutoencoder sae, NpyInput rows) {
        try {
            return sae.evaluate(rows.source());
        } catch (IllegalArgumentException e) {
            throw new FailedRunException(input + ": " + e.getMessage(), e);
        }
    }
}
