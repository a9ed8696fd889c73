package io.sae4j.bench.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures one row in this process; what {@code compare} and {@code sweep} start. */
@Command(name = "row", description = "Measures one row of the comparison in this process.", hidden = true)
public final class RowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "a row's name, or ${DEFAULT-VALUE}")
    private String name = MemoryBandwidth.LABEL;

    @Option(names = "--result", required = true, description = "file that takes the measurement as JSON")
    private Path result = Path.of("");

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private WorkloadOptions options = new WorkloadOptions();

    @Override
    public Integer call() throws IOException {
        try {
            Json.write(result, Json.MAPPER.valueToTree(measure()));
            return 0;
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            // One line for the parent to pass on; what is missing or too large says its name there.
            new Reports(spec).progress(e.toString());
            return 1;
        }
    }

    private Measurement measure() {
        Workload workload = options.workload();
        if (name.equals(MemoryBandwidth.LABEL)) {
            return MemoryBandwidth.measure(workload.threads());
        }
        Row row = Row.named(name);
        try (MeasuredStep step = StepProviders.require(row).open(row, workload)) {
            return StepTimer.DEFAULT.measure(step, workload.steps());
        }
    }
}
