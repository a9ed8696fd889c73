package io.sae4j.bench;

import io.sae4j.bench.compare.CompareCommand;
import io.sae4j.bench.compare.RowCommand;
import io.sae4j.bench.compare.SweepCommand;
import java.util.Arrays;
import picocli.CommandLine.Command;

/** {@code java -jar sae-bench.jar compare | sweep | step | toy | quality | planted | remedies | jmh [JMH's own arguments]}. */
@Command(
        name = "sae-bench",
        description = "Measures speed and quality.",
        mixinStandardHelpOptions = true,
        subcommands = {
            CompareCommand.class,
            SweepCommand.class,
            RowCommand.class,
            StepCost.class,
            KnownFeatures.class,
            RealActivations.class,
            PlantedMaps.class,
            RemedyTable.class
        })
public final class Main {
    Main() {}

    /** Runs a command; {@code jmh} hands the rest of the arguments to JMH. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("jmh")) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        System.exit(BenchCommandLine.create().execute(args));
    }
}
