package io.sae4j.bench.compare;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Results go to a command's output, progress and failures to its error output. */
final class Reports {
    private final PrintWriter out;
    private final PrintWriter err;

    /** @param spec of the command that runs; picocli has set it by then */
    Reports(@Nullable CommandSpec spec) {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        out = line.getOut();
        err = line.getErr();
    }

    void result(String line) {
        out.println(line);
        out.flush();
    }

    void progress(String line) {
        err.println(line);
        err.flush();
    }
}
