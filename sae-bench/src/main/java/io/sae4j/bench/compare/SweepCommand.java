package io.sae4j.bench.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a row's step grows with its size. */
@Command(
        name = "sweep",
        description = "How a step grows with m, batch, d and k: one of them varies, the others stay. Each point is"
                + " measured in a process of its own.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class SweepCommand implements Callable<Integer> {
    @Mixin
    private WorkloadOptions options = new WorkloadOptions();

    @Option(names = "--row", paramLabel = "NAME", description = "whose step; ours for TopK, the fastest there is")
    private @Nullable String name;

    @Option(names = "--vary", split = ",", description = "any of m, batch, d, k", defaultValue = "m,batch,d,k")
    private List<String> vary = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "write the result there too")
    private @Nullable Path json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Workload base = options.workload();
        Row row = row();
        StepProvider provider = StepProviders.require(row);
        List<SweepPoint> points = SweepPoint.around(base, vary);
        Reports reports = new Reports(spec);
        Machine machine = Machine.here(base.threads(), Double.NaN);
        reports.result(machine.toString());
        reports.result(row.label() + " around " + base);
        reports.result(String.format(
                Locale.ROOT,
                "%-6s %8s %10s %10s %9s %8s",
                "varied",
                "value",
                "median ms",
                "min ms",
                "peak MB",
                "/ first"));
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.set("machine", ComparisonJson.machine(machine, base));
        root.put("row", row.label());
        ArrayNode nodes = root.putArray("points");
        Map<String, Double> firsts = new HashMap<>();
        boolean failed = false;
        for (SweepPoint point : points) {
            try {
                Measurement measured = ChildProcess.measure(row.label(), point.workload(), provider.environment());
                double first = firsts.computeIfAbsent(point.varied(), varied -> measured.median());
                reports.result(line(point, measured, first));
                nodes.add(json(point, measured));
            } catch (FailedRowException e) {
                failed = true;
                reports.progress(point.varied() + " " + point.value() + ": " + e.getMessage());
            }
        }
        if (json != null) {
            Json.write(json, root);
        }
        return failed ? 1 : 0;
    }

    private Row row() {
        if (name != null) {
            return Row.named(name);
        }
        Row fused = new Row(Family.OURS_FUSED, Task.TOPK);
        return StepProviders.of(fused).isPresent() ? fused : new Row(Family.OURS_GRAPH, Task.TOPK);
    }

    private static String line(SweepPoint point, Measurement measured, double first) {
        Double peak = measured.peakMb();
        return String.format(
                Locale.ROOT,
                "%-6s %8d %10.1f %10.1f %9s %8.2f",
                point.varied(),
                point.value(),
                measured.median(),
                measured.min(),
                peak == null ? "-" : String.format(Locale.ROOT, "%.0f", peak),
                measured.median() / first);
    }

    private static ObjectNode json(SweepPoint point, Measurement measured) {
        ObjectNode node = Json.MAPPER.valueToTree(point.workload());
        node.put("varied", point.varied());
        node.put("median_ms", measured.median());
        node.put("min_ms", measured.min());
        node.put("peak_mb", measured.peakMb());
        return node;
    }
}
