package io.sae4j.cli;

import io.sae4j.SparseAutoencoder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sae encode}. */
@Command(
        name = "encode",
        mixinStandardHelpOptions = true,
        versionProvider = SaeCommand.Version.class,
        sortOptions = false,
        description = "Writes the codes of each row of activations, and on request its reconstruction.",
        footerHeading = "%nExample:%n",
        footer = {
            "  sae encode --model my-sae --input acts.npy --out codes.npy \\",
            "      --reconstruction rebuilt.npy"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the options
final class EncodeCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = Models.DESCRIPTION)
    private Path model;

    @Option(
            names = "--input",
            paramLabel = "ACTS",
            required = true,
            description = "Activations to encode: " + ActivationInput.DESCRIPTION)
    private String input;

    @Option(names = "--tensor", paramLabel = "NAME", description = TensorOption.DESCRIPTION)
    private @Nullable String tensor;

    @Option(
            names = "--out",
            paramLabel = "CODES.npy",
            required = true,
            description = "Dense codes: float32, one row per input row, one column per feature.")
    private Path out;

    @Option(
            names = "--reconstruction",
            paramLabel = "R.npy",
            description = "Reconstructed rows: float32, one row per input row.")
    private @Nullable Path reconstruction;

    EncodeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        requireDistinct();
        Outputs.requireFile(out);
        if (reconstruction != null) {
            Outputs.requireFile(reconstruction);
        }
        ActivationInput rows = ActivationInput.open(input, tensor, session);
        SparseAutoencoder sae = Models.load(model);
        rows.requireWidth(sae.config(), model);
        long count = new RowEncoder(sae, rows, session.interruption()).encode(out, reconstruction);

        PrintStream report = session.out();
        report.printf(
                Locale.ROOT,
                "Codes [%d, %d] written to %s%n",
                count,
                sae.config().dSae(),
                out);
        if (reconstruction != null) {
            report.printf(
                    Locale.ROOT,
                    "Reconstructions [%d, %d] written to %s%n",
                    count,
                    sae.config().dOut(),
                    reconstruction);
        }
        return ExitCodes.OK;
    }

    private void requireDistinct() {
        requireDifferent("--input", Path.of(input), "--out", out);
        if (reconstruction != null) {
            requireDifferent("--input", Path.of(input), "--reconstruction", reconstruction);
            requireDifferent("--out", out, "--reconstruction", reconstruction);
        }
    }

    private static void requireDifferent(String oneName, Path one, String otherName, Path other) {
        if (one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())) {
            throw new UsageException(oneName + " and " + otherName + " must be different files, got " + one);
        }
    }
}
