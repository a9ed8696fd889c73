package io.sae4j.bench.compare;

import java.util.List;
import picocli.CommandLine.Option;

/** The size of a step on the command line. */
final class WorkloadOptions {
    @Option(names = "--d", description = "width of a row", defaultValue = "768")
    private int d;

    @Option(names = "--m", description = "features", defaultValue = "16384")
    private int m;

    @Option(names = "--batch", description = "rows of a step", defaultValue = "4096")
    private int batch;

    @Option(names = "--k", description = "codes per row of TopK", defaultValue = "32")
    private int k;

    @Option(names = "--steps", description = "steps that each process times, at least", defaultValue = "5")
    private int steps;

    @Option(names = "--threads", description = "threads of every library", defaultValue = "2")
    private int threads;

    Workload workload() {
        return new Workload(d, m, batch, k, steps, threads);
    }

    /** The same options for a child. */
    static List<String> arguments(Workload workload) {
        return List.of(
                "--d", Integer.toString(workload.d()),
                "--m", Integer.toString(workload.m()),
                "--batch", Integer.toString(workload.batch()),
                "--k", Integer.toString(workload.k()),
                "--steps", Integer.toString(workload.steps()),
                "--threads", Integer.toString(workload.threads()));
    }
}
