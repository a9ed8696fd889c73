package io.sae4j.cli;

import io.sae4j.Engine;
import io.sae4j.Recipe;
import io.sae4j.SparseAutoencoderBuilder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sae train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        versionProvider = SaeCommand.Version.class,
        sortOptions = false,
        description = "Trains an SAE on activations and saves it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sae train --input acts.npy --hidden-dim 1024 --k 16 --out my-sae",
            "  sae train --input acts.npy --validation held-out.npy --encoder relu \\",
            "      --l1 0.5 --expansion 16 --epochs 20 --out my-sae",
            "  sae train --input store --tensor resid_2 --out my-sae",
            "  sae train --input acts.npy --recipe dictionary-learning-top-k --k 32 --out my-sae"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the options
final class TrainCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--input",
            paramLabel = "ACTS",
            required = true,
            description = "Activations to train on: " + ActivationInput.DESCRIPTION)
    private String input;

    @Option(
            names = "--validation",
            paramLabel = "ACTS",
            description = "Activations to measure on, as --input (default: the training rows).")
    private @Nullable String validation;

    @Option(names = "--tensor", paramLabel = "NAME", description = TensorOption.DESCRIPTION)
    private @Nullable String tensor;

    @Mixin
    private EncoderOptions encoder;

    @Option(names = "--hidden-dim", paramLabel = "N", description = "Number of features.")
    private @Nullable Integer hiddenDim;

    @Option(
            names = "--expansion",
            paramLabel = "N",
            description =
                    "Number of features as a multiple of the rows' width (default: " + Recipe.EXPANSION_FACTOR + ").")
    private @Nullable Integer expansion;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Training steps of one batch each (default: " + Recipe.STEPS + ").")
    private @Nullable Long steps;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the rows, instead of --steps.")
    private @Nullable Long epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Rows of a step (default: " + Recipe.BATCH_SIZE + ", at most all rows).")
    private @Nullable Integer batchSize;

    @Option(
            names = "--lr",
            paramLabel = "X",
            description = "The learning rate; too high and features die, too low and FVU falls slowly"
                    + " (default: by encoder and number of features).")
    private @Nullable Double learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description =
                    "Learning rate over the run, after a warm-up over 100 steps or a tenth of it: constant, linear"
                            + " or cosine to 0 (default: constant, and linear to 0 over the last three tenths).")
    private @Nullable ScheduleChoice schedule;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "adam, adamw (weight decay 0.01) or signsgd, which wants a tenth of adam's --lr"
                    + " (default: adam).")
    private @Nullable OptimizerChoice optimizer;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random (default: 0).")
    private @Nullable Long seed;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "How steps are computed: auto, graph or sparse (default: ${DEFAULT-VALUE}).")
    private Engine engine;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Where the SAE is saved: a new or empty directory, or an older SAE's, which it replaces.")
    private Path out;

    @Option(names = "--json", description = "Print one JSON line to stdout and nothing else; the rest to stderr.")
    private boolean json;

    TrainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        requireOneOf(hiddenDim, "--hidden-dim", expansion, "--expansion");
        requireOneOf(steps, "--steps", epochs, "--epochs");
        if (encoder.hasRecipe() && optimizer != null) {
            throw new UsageException("--recipe and --optimizer exclude each other");
        }
        ActivationInput train = ActivationInput.open(input, tensor, session);
        SparseAutoencoderBuilder builder = configure(train.width());
        ActivationInput held = validation == null ? null : ActivationInput.open(validation, tensor, session);
        TrainingRun run = new TrainingRun(builder, train, held, out, json);
        run.check();
        run.execute(session);
        return ExitCodes.OK;
    }

    /** What the builder refuses here is a value from the command line. */
    private SparseAutoencoderBuilder configure(int width) {
        try {
            int features = features(width);
            SparseAutoencoderBuilder builder =
                    encoder.builder(width, features).engine(engine).hiddenDim(features);
            if (steps != null) {
                builder.steps(steps);
            }
            if (epochs != null) {
                builder.epochs(epochs);
            }
            if (batchSize != null) {
                builder.batchSize(batchSize);
            }
            if (learningRate != null) {
                builder.learningRate(learningRate);
            }
            if (schedule != null) {
                builder.schedule(schedule.schedule());
            }
            if (optimizer != null) {
                builder.optimizer(optimizer.settings());
            }
            if (seed != null) {
                builder.seed(seed);
            }
            return builder;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private int features(int width) {
        if (hiddenDim != null) {
            return hiddenDim;
        }
        int factor = expansion == null ? encoder.expansionFactor() : expansion;
        long features = (long) factor * width;
        if (factor <= 0 || features > Integer.MAX_VALUE) {
            throw new UsageException("--expansion must be positive and give at most " + Integer.MAX_VALUE
                    + " features, got " + factor + " times width " + width);
        }
        return (int) features;
    }

    private static void requireOneOf(@Nullable Object one, String oneName, @Nullable Object other, String otherName) {
        if (one != null && other != null) {
            throw new UsageException(oneName + " and " + otherName + " exclude each other");
        }
    }
}
