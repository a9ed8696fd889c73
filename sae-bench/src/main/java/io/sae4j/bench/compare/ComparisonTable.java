package io.sae4j.bench.compare;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A comparison as people read it. */
final class ComparisonTable {
    private static final String ABSENT = "-";
    private static final int LIMIT_DENSE = 650;
    private static final int LIMIT_SPARSE = 175;
    private static final double PERCENT = 100;
    /** Multiplications of a product that outweighs the rest of a step; the limits are about such steps. */
    private static final double LARGE = 1e10;

    private final Comparison comparison;

    ComparisonTable(Comparison comparison) {
        this.comparison = comparison;
    }

    void print(Consumer<String> out) {
        out.accept(comparison.machine().toString());
        out.accept("one training step: " + comparison.workload());
        out.accept("");
        out.accept(String.format(
                Locale.ROOT,
                "%-28s %10s %10s %8s %8s %9s %7s",
                "row",
                "median ms",
                "min ms",
                "/ ours",
                "/ floor",
                "peak MB",
                "L0"));
        comparison.rows().forEach((row, measurement) -> out.accept(line(row, measurement)));
        out.accept("");
        notes(out);
    }

    private String line(Row row, Measurement measurement) {
        return String.format(
                Locale.ROOT,
                "%-28s %10.1f %10.1f %8s %8s %9s %7s",
                row.label(),
                measurement.median(),
                measurement.min(),
                ratio(comparison.ratioToOurs(row)),
                ratio(comparison.ratioToFloor(row)),
                whole(measurement.peakMb()),
                whole(measurement.l0()));
    }

    private void notes(Consumer<String> out) {
        out.accept("ours: the fused engine's median for the same task (the graph engine's where that was not measured);"
                + " floor: the fastest bare encoder product of the same precision");
        comparison.rows().values().stream()
                .map(Measurement::library)
                .distinct()
                .sorted()
                .forEach(library -> out.accept("library: " + library));
        Workload workload = comparison.workload();
        if ((double) workload.d() * workload.m() * workload.batch() >= LARGE) {
            checkRival(out, new Row(Family.TORCH_DENSE, Task.TOPK), LIMIT_DENSE);
            checkRival(out, new Row(Family.TORCH_SPARSE, Task.TOPK), LIMIT_SPARSE);
        }
        if (!Double.isNaN(comparison.machine().bandwidth())) {
            out.accept(String.format(
                    Locale.ROOT,
                    "memory: a TopK step moves at least %.0f MB; at the %.1f GB/s measured that takes %.0f ms",
                    MemoryBandwidth.bytesOfStep(comparison.workload()) / 1e6,
                    comparison.machine().bandwidth(),
                    comparison.machine().trafficMs(comparison.workload())));
        }
        if (comparison.rows().values().stream().anyMatch(measurement -> measurement.peakMb() == null)) {
            out.accept("peak memory is absent: this system has no /proc/self/status");
        }
    }

    /** A rival that is slower than it need be proves nothing. */
    private void checkRival(Consumer<String> out, Row row, int percent) {
        if (comparison.rows().containsKey(row)) {
            comparison
                    .ratioToTorchProduct(row)
                    .ifPresent(ratio -> out.accept(String.format(
                            Locale.ROOT,
                            "rival: %s takes %.2f of PyTorch's own products; a good one takes at most %.2f%s",
                            row.label(),
                            ratio,
                            percent / PERCENT,
                            ratio * PERCENT <= percent ? "" : " (TOO SLOW)")));
        }
    }

    private static String ratio(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : ABSENT;
    }

    private static String whole(@Nullable Double value) {
        return value == null || value.isNaN() ? ABSENT : String.format(Locale.ROOT, "%.0f", value);
    }
}
