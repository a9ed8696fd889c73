package io.sae4j.bench;

import io.sae4j.bench.compare.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import picocli.CommandLine;

/** Says in one line what went wrong, and with which exit code: 2 for a wrong command line, 1 for a run that failed. */
final class BenchCommandLine {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private BenchCommandLine() {}

    static CommandLine create() {
        CommandLine line = new CommandLine(new Main());
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((e, arguments) -> {
            CommandLine command = e.getCommandLine();
            String help = " (see " + command.getCommandSpec().qualifiedName() + " --help)";
            return report(command.getErr(), message(e) + help, USAGE);
        });
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (!isMeantForUsers(e)) {
                throw e;
            }
            return report(command.getErr(), message(e), e instanceof UsageException ? USAGE : FAILED);
        });
        return line;
    }

    private static int report(PrintWriter err, String message, int exit) {
        err.println("sae-bench: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
        err.flush();
        return exit;
    }

    private static String message(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), "no message");
    }

    private static boolean isMeantForUsers(Exception e) {
        return e instanceof UsageException
                || e instanceof IllegalArgumentException
                || e instanceof IllegalStateException
                || e instanceof IOException
                || e instanceof UncheckedIOException;
    }
}
