package io.sae4j.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One training step of ours beside the rivals' and the bare product. */
@Command(
        name = "compare",
        description = {
            "One whole training step (forward, backward, gradient projection, clipping, Adam, renormalised decoder), each"
                    + " row in processes of its own, in alternating rounds, with the same data.",
            "PyTorch's rows need a jar built with -Pcompare."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class CompareCommand implements Callable<Integer> {
    @Mixin
    private WorkloadOptions options = new WorkloadOptions();

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "measure these rows alone")
    private List<String> only = List.of();

    @Option(names = "--rounds", description = "processes per row; a round takes every row once", defaultValue = "3")
    private int rounds;

    @Option(names = "--json", paramLabel = "FILE", description = "write the result there too")
    private @Nullable Path json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Workload workload = options.workload();
        if (rounds <= 0) {
            throw new UsageException("--rounds must be positive, got " + rounds);
        }
        requireFolder(json);
        Set<Row> rows = chosenRows();
        Rounds measured = new Rounds(workload, new Reports(spec));
        for (int round = 1; round <= rounds; round++) {
            measured.add(rows, round, rounds);
        }
        if (rows.stream().allMatch(row -> measured.result(row).isEmpty())) {
            return 1;
        }
        double bandwidth =
                MemoryBandwidth.gigabytesPerSecond(ChildProcess.measure(MemoryBandwidth.LABEL, workload, Map.of()));
        Machine machine = Machine.here(workload.threads(), bandwidth);
        Map<Row, Measurement> ordered = new LinkedHashMap<>();
        rows.forEach(row -> measured.result(row).ifPresent(result -> ordered.put(row, result)));
        Comparison comparison = new Comparison(machine, workload, ordered);
        new ComparisonTable(comparison).print(new Reports(spec)::result);
        if (json != null) {
            Json.write(json, ComparisonJson.of(comparison));
        }
        return measured.failed() ? 1 : 0;
    }

    /** Before an hour of measuring, not after it. */
    private static void requireFolder(@Nullable Path file) {
        Path folder = file == null ? null : file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new UsageException("--json must lie in a folder that is there, got " + file);
        }
    }

    /** In the order of the table. */
    private Set<Row> chosenRows() {
        if (only.isEmpty()) {
            return new LinkedHashSet<>(StepProviders.rows());
        }
        Set<Row> asked = new LinkedHashSet<>();
        for (String name : only) {
            Row row = Row.named(name);
            StepProviders.require(row);
            asked.add(row);
        }
        Set<Row> ordered = new LinkedHashSet<>(Row.ALL);
        ordered.retainAll(asked);
        return ordered;
    }
}
