package io.sae4j.bench.compare;

import java.util.Map;
import java.util.Set;

/** Computes some rows of the comparison. Must not load native code before {@link #open}. */
public interface StepProvider {
    /** The rows it computes. */
    Set<Row> rows();

    /** Variables that its process is started with, beyond the number of threads. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** Makes a row's step ready. */
    MeasuredStep open(Row row, Workload workload);
}
