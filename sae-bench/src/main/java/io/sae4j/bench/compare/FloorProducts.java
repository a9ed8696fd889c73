package io.sae4j.bench.compare;

import com.google.common.collect.ImmutableSet;
import java.util.Set;

/** The rows of the floor, by oneDNN. */
final class FloorProducts implements StepProvider {
    @Override
    public Set<Row> rows() {
        return ImmutableSet.of(
                new Row(Family.FLOOR_PRODUCT, Task.PRODUCT_FP32), new Row(Family.FLOOR_PRODUCT, Task.PRODUCT_BF16));
    }

    @Override
    public MeasuredStep open(Row row, Workload workload) {
        return new OneDnnProduct(Problem.of(row.task(), workload));
    }
}
