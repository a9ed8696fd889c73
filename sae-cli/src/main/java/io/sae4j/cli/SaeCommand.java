package io.sae4j.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code sae} itself, which only has sub-commands. */
@Command(
        name = "sae",
        mixinStandardHelpOptions = true,
        versionProvider = SaeCommand.Version.class,
        description = "Trains, evaluates and applies sparse autoencoders of model activations.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done",
            " 1:the run failed: a file cannot be used or written, or memory is short",
            " 2:the command line is wrong",
            "130, 143:interrupted by SIGINT, SIGTERM; nothing half-written is left"
        },
        footerHeading = "%nStart here:%n",
        footer = "  sae quickstart")
@SuppressWarnings("NullAway.Init") // picocli sets the spec
final class SaeCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", hidden = true, scope = ScopeType.INHERIT, description = "Print stack traces.")
    private boolean debug;

    boolean debug() {
        return debug;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "missing command; known are "
                        + String.join(", ", spec.subcommands().keySet()));
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = SaeCommand.class.getPackage().getImplementationVersion();
            return new String[] {"sae " + (version == null ? "development" : version)};
        }
    }
}
