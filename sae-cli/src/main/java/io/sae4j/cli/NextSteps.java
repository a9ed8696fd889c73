package io.sae4j.cli;

import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/** What to try after the quickstart, as commands that can be pasted. */
final class NextSteps {
    private static final Path DATA = Path.of("data", "quickstart");

    private NextSteps() {}

    static void print(Path model, PrintStream out) {
        Path jar = jar();
        String sae = jar == null ? "sae" : "java -jar " + quoted(shortest(jar));
        String dir = quoted(model);
        out.println();
        out.println("What to try next:");
        command(out, "what was saved, and how it was trained", sae + " info --model " + dir);
        Path data = data(jar);
        if (data == null) {
            command(
                    out,
                    "train on activations of your own, one row per token",
                    sae + " train --input YOUR.npy --expansion 16 --k 32 --out my-sae");
            command(out, "measure on others", sae + " eval --model my-sae --input OTHER.npy");
            return;
        }
        String train = quoted(data.resolve("train.npy"));
        String validation = quoted(data.resolve("validation.npy"));
        command(out, "measure it again", sae + " eval --model " + dir + " --input " + validation);
        command(
                out,
                "which features fire on each row, as an array for NumPy",
                sae + " encode --model " + dir + " --input " + validation + " --out codes.npy");
        command(
                out,
                "another encoder, trained longer (your own .npy files work alike)",
                sae + " train --input " + train + " --validation " + validation
                        + " --encoder jumprelu --hidden-dim 1024 --steps 3000 --out my-sae");
    }

    private static void command(PrintStream out, String purpose, String command) {
        out.println("  # " + purpose);
        out.println("  " + command);
    }

    /** The jar that runs, or null when run from class files. */
    private static @Nullable Path jar() {
        CodeSource source = NextSteps.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return null;
        }
        try {
            Path path = Path.of(source.getLocation().toURI());
            return path.toString().endsWith(".jar") ? path : null;
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    /** The same activations as files: in the directory we are in, or in the project that the jar was built in. */
    private static @Nullable Path data(@Nullable Path jar) {
        if (Files.isRegularFile(DATA.resolve("train.npy"))) {
            return DATA;
        }
        for (Path at = jar; at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve(DATA).resolve("train.npy"))) {
                return shortest(at.resolve(DATA));
            }
        }
        return null;
    }

    /** Relative where that does not lead out of the directory we are in. */
    private static Path shortest(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[\\w./:\\\\-]+") ? text : "'" + text + "'";
    }
}
