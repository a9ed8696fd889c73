package io.sae4j.cli;

import io.sae4j.SparseAutoencoder;
import io.sae4j.model.Provenance;
import io.sae4j.model.SaeConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sae info}. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        versionProvider = SaeCommand.Version.class,
        sortOptions = false,
        description = "Tells what a saved SAE is and where it came from.",
        footerHeading = "%nExample:%n",
        footer = "  sae info --model my-sae")
@SuppressWarnings("NullAway.Init") // picocli sets the options
final class InfoCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = Models.DESCRIPTION)
    private Path model;

    InfoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        SparseAutoencoder sae = Models.load(model);
        SaeConfig config = sae.config();
        Provenance provenance = sae.provenance();
        heading("Architecture");
        row("encoder", config.encoder().name());
        rows(config.encoder().settings());
        row("input width", config.dIn());
        row("output width", config.dOut());
        row("features", config.dSae());
        row("b_dec subtracted first", config.applyBDecToInput() ? "yes" : "no");
        row("encoder input scale", config.encoderInputScale());
        if (!config.metadata().isEmpty()) {
            heading("Metadata");
            rows(config.metadata());
        }
        heading("Provenance");
        row("origin", provenance.origin());
        row("library version", provenance.libraryVersion());
        if (provenance.steps() > 0) {
            row("steps", provenance.steps());
            row("rows in the source", provenance.rows());
            row("seed", provenance.seed());
        }
        if (!provenance.recipe().isEmpty()) {
            heading("Recipe");
            rows(provenance.recipe());
        }
        if (!provenance.metrics().isEmpty()) {
            heading("Metrics on training rows");
            provenance.metrics().forEach(this::row);
        }
        return ExitCodes.OK;
    }

    private void heading(String text) {
        session.out().println(text);
    }

    private void rows(Map<String, Object> values) {
        new TreeMap<>(values).forEach(this::row);
    }

    private void row(String name, Object value) {
        PrintStream out = session.out();
        out.printf("  %-28s %s%n", name, value);
    }
}
