package io.sae4j.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.SparseAutoencoder;
import io.sae4j.activations.model.Edits;
import io.sae4j.activations.model.LanguageModelEvaluation;
import io.sae4j.activations.model.LanguageModelScores;
import io.sae4j.activations.model.TokenWindows;
import io.sae4j.activations.onnx.OnnxLanguageModel;
import io.sae4j.eval.Metrics;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sae eval}. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        versionProvider = SaeCommand.Version.class,
        sortOptions = false,
        description = "Measures an SAE on activations, in the language model that they come from, or on both.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sae eval --model my-sae --input held-out.npy --json",
            "  sae eval --model my-sae --onnx model.onnx --hook resid_2 --tokens held-out.jsonl"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the options
final class EvalCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = Models.DESCRIPTION)
    private Path model;

    @Option(
            names = "--input",
            paramLabel = "ACTS",
            description = "Activations to measure on, read once: " + ActivationInput.DESCRIPTION)
    private @Nullable String input;

    @Option(names = "--tensor", paramLabel = "NAME", description = TensorOption.DESCRIPTION)
    private @Nullable String tensor;

    @Option(
            names = "--onnx",
            paramLabel = "M.onnx",
            description = "The language model, to measure how well it predicts with reconstructions in place of the"
                    + " activations: cross-entropy and KL recovered. Needs --hook and --tokens or --text.")
    private @Nullable Path onnx;

    @Option(names = "--hook", paramLabel = "NAME", description = "Where the SAE's activations are, see 'sae hooks'.")
    private @Nullable String hook;

    @Mixin
    private CorpusOptions corpus;

    @Option(
            names = "--leave-starts",
            description = "Leave the rows of start tokens as they are, which SAEs are often not trained on.")
    private boolean leaveStarts;

    @Option(names = "--json", description = "Print one JSON line to stdout and nothing else; the rest to stderr.")
    private boolean json;

    EvalCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        requireTogether();
        SparseAutoencoder sae = Models.load(model);
        PrintStream report = session.report(json);
        ObjectNode line = onnx != null && hook != null ? inModel(sae, onnx, hook, report) : onActivations(sae, report);
        if (json) {
            session.out().println(line);
        }
        return ExitCodes.OK;
    }

    private void requireTogether() {
        if (onnx == null && input == null) {
            throw new UsageException("--input, or --onnx with --hook and --tokens, is needed");
        }
        if ((onnx == null) != (hook == null) || (onnx == null) == corpus.isGiven()) {
            throw new UsageException("--onnx, --hook and --tokens (or --text) are needed together");
        }
    }

    /** Metrics on {@code --input}; none without it. */
    private ObjectNode onActivations(SparseAutoencoder sae, PrintStream report) {
        String place = input;
        if (place == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        ActivationInput rows = ActivationInput.open(place, tensor, session);
        rows.requireWidth(sae.config(), model);
        long start = System.nanoTime();
        Metrics metrics = evaluate(sae, rows, place);
        double seconds = (System.nanoTime() - start) * 1e-9;
        MetricsTable.print(metrics, sae.config().dSae(), place, report);
        report.printf(Locale.ROOT, "%nEvaluated in %.1f s (%,.0f rows/s)%n", seconds, metrics.rows() / seconds);
        return ResultJson.of(metrics, metrics.rows(), seconds);
    }

    /** The library names the bad row; we know the file. */
    private static Metrics evaluate(SparseAutoencoder sae, ActivationInput rows, String place) {
        try {
            return sae.evaluate(rows.source());
        } catch (IllegalArgumentException e) {
            throw new FailedRunException(place + ": " + e.getMessage(), e);
        }
    }

    /** Opens all before the first measurement, which may take long, so that mistakes are found before it. */
    private ObjectNode inModel(SparseAutoencoder sae, Path modelFile, String hookName, PrintStream report) {
        return corpus.with(windows -> {
            try (OnnxLanguageModel opened = OnnxModels.open(modelFile)) {
                requireWidth(sae, OnnxModels.hook(opened, hookName).width());
                ObjectNode line = onActivations(sae, report);
                LanguageModelScores scores = score(sae, opened, hookName, windows);
                if (input != null) {
                    report.println();
                }
                ScoresTable.print(scores, hookName, report);
                ResultJson.add(line, scores);
                return line;
            }
        });
    }

    private void requireWidth(SparseAutoencoder sae, int width) {
        if (sae.config().dIn() != width) {
            throw new FailedRunException("rows at " + hook + " have width " + width + ", but the SAE in " + model
                    + " was trained on width " + sae.config().dIn());
        }
    }

    private LanguageModelScores score(
            SparseAutoencoder sae, OnnxLanguageModel opened, String hookName, TokenWindows windows) {
        LanguageModelEvaluation evaluation = new LanguageModelEvaluation(opened, hookName, Edits.reconstruct(sae))
                .listener(predictions -> {
                    session.interruption().check();
                    progress(predictions);
                });
        if (leaveStarts) {
            evaluation.leaveStarts();
        }
        try {
            return evaluation.evaluate(windows);
        } finally {
            if (session.terminal()) {
                session.err().println();
            }
        }
    }

    private void progress(long predictions) {
        if (session.terminal()) {
            session.err().printf(Locale.ROOT, "\r%,d predictions", predictions);
            session.err().flush();
        }
    }
}
