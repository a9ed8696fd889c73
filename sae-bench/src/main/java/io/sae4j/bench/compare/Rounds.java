package io.sae4j.bench.compare;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Measurements of rows gathered over rounds. A row that failed is told of and not tried again. */
final class Rounds {
    private final Workload workload;
    private final Reports reports;
    private final Map<Row, Measurement> results = new LinkedHashMap<>();
    private final Set<Row> failures = new HashSet<>();

    Rounds(Workload workload, Reports reports) {
        this.workload = workload;
        this.reports = reports;
    }

    /** Every row once, each in a process of its own. */
    void add(Set<Row> rows, int round, int rounds) throws IOException, InterruptedException {
        for (Row row : rows) {
            if (!failures.contains(row)) {
                measure(row, "round " + round + " of " + rounds + ": ");
            }
        }
    }

    private void measure(Row row, String prefix) throws IOException, InterruptedException {
        try {
            Map<String, String> environment = StepProviders.require(row).environment();
            Measurement measurement = ChildProcess.measure(row.label(), workload, environment);
            results.merge(row, measurement, Measurement::and);
            reports.progress(String.format(Locale.ROOT, "%s%s %.1f ms", prefix, row.label(), measurement.median()));
        } catch (FailedRowException e) {
            failures.add(row);
            results.remove(row);
            reports.progress(prefix + e.getMessage());
        }
    }

    Optional<Measurement> result(Row row) {
        return Optional.ofNullable(results.get(row));
    }

    boolean failed() {
        return !failures.isEmpty();
    }
}
