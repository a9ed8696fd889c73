package io.sae4j.cli;

import io.sae4j.Encoders;
import io.sae4j.SparseAutoencoder;
import io.sae4j.SparseAutoencoderBuilder;
import io.sae4j.train.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sae quickstart}. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        versionProvider = SaeCommand.Version.class,
        sortOptions = false,
        description = {
            "Trains an SAE on the activations that come with the program, measures it, and tells what to try next.",
            "They are the residual stream of a small language model (stories260K) after its second block."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the options
final class QuickstartCommand implements Callable<Integer> {
    static final int HIDDEN_DIM = 512;
    static final int K = 16;
    private static final int BATCH_SIZE = 1024;
    /** About 40 seconds on two free cores. */
    private static final String DEFAULT_STEPS = "1000";
    /** A busy or slow machine gets a shorter run rather than a long wait. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(90);

    private final Session session;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "quickstart-sae",
            description = "Where the SAE is saved (default: ${DEFAULT-VALUE}); an older SAE there is replaced.")
    private Path out;

    @Option(names = "--json", description = "Print one JSON line to stdout and nothing else; the rest to stderr.")
    private boolean json;

    /** So that tests need not wait. */
    @Option(names = "--steps", hidden = true, defaultValue = DEFAULT_STEPS)
    private long steps;

    QuickstartCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        long started = System.nanoTime();
        Outputs.requireSaeDirectory(out);
        try (QuickstartData data = QuickstartData.unpack()) {
            TrainingRun run = new TrainingRun(
                    recipe(started),
                    ActivationInput.open(data.train().toString(), null, session),
                    ActivationInput.open(data.validation().toString(), null, session),
                    out,
                    json);
            run.check();
            session.err()
                    .println("Training on real activations of a small language model (stories260K), "
                            + run.train().rows().orElseThrow() + " rows of width "
                            + run.train().width());
            run.execute(session);
        }
        NextSteps.print(out, session.report(json));
        return ExitCodes.OK;
    }

    private SparseAutoencoderBuilder recipe(long started) {
        try {
            SparseAutoencoderBuilder builder = SparseAutoencoder.builder()
                    .hiddenDim(HIDDEN_DIM)
                    .encoder(Encoders.topK(K))
                    .batchSize(BATCH_SIZE)
                    .steps(steps)
                    .metadata(Map.of("model_name", "stories260K", "hook_name", "blocks.2.hook_resid_post"));
            return builder.listener(progress -> keepShort(progress, builder, started));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private void keepShort(TrainingProgress progress, SparseAutoencoderBuilder builder, long started) {
        if (System.nanoTime() - started > MOST_NANOS && progress.step() < steps) {
            session.err()
                    .printf(
                            "%nStopping early after %d of %d steps: this machine is slow or busy%n",
                            progress.step(), steps);
            builder.requestStop();
        }
    }
}
