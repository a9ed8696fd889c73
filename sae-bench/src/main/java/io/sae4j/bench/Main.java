package io.sae4j.bench;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code java -jar sae-bench.jar step | toy | quality | jmh [JMH's own arguments]}. */
@Command(
        name = "sae-bench",
        description = "Measures speed and quality.",
        mixinStandardHelpOptions = true,
        subcommands = {StepCost.class, KnownFeatures.class, RealActivations.class})
public final class Main {
    private Main() {}

    /** Runs a command; {@code jmh} hands the rest of the arguments to JMH. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("jmh")) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
