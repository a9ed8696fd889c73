package io.sae4j.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses a command line, runs it, and turns what goes wrong into one line and an exit code. */
public final class Cli {
    private Cli() {}

    /**
     * Runs one command within this JVM, without a progress bar and without touching {@link System#out}.
     *
     * @param out receives results
     * @param err receives progress and messages
     * @return the exit code: 0 done, 1 the run failed, 2 the command line is wrong
     */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return run(new Session(out, err, false, new Interruption()), args);
    }

    static int run(Session session, String... args) {
        SaeCommand root = new SaeCommand();
        CommandLine line = commandLine(root, session);
        try {
            return line.execute(args);
        } catch (Exception | LinkageError | VirtualMachineError e) {
            return Failures.report(e, session, root.debug());
        } finally {
            session.out().flush();
            session.err().flush();
        }
    }

    private static CommandLine commandLine(SaeCommand root, Session session) {
        CommandLine line = new CommandLine(root)
                .addSubcommand(new QuickstartCommand(session))
                .addSubcommand(new TrainCommand(session))
                .addSubcommand(new EvalCommand(session))
                .addSubcommand(new EncodeCommand(session))
                .addSubcommand(new HooksCommand(session))
                .addSubcommand(new HarvestCommand(session))
                .addSubcommand(new InfoCommand(session))
                .addSubcommand(new CommandLine.HelpCommand());
        line.setOut(writer(session.out()));
        line.setErr(writer(session.err()));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setExecutionExceptionHandler((e, command, parsed) -> Failures.report(e, session, root.debug()));
        line.setParameterExceptionHandler((e, arguments) -> Failures.report(mistake(e), session, root.debug()));
        return line;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, Charset.defaultCharset()), true);
    }

    /** Names what may have been meant, and the help. */
    private static UsageException mistake(ParameterException e) {
        List<String> meant = e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String suggestion = meant.isEmpty() ? "" : "; did you mean " + String.join(" or ", meant) + "?";
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        return new UsageException(e.getMessage() + suggestion + " (see " + command + " --help)", e);
    }
}
