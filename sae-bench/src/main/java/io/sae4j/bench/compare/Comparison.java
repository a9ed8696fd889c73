package io.sae4j.bench.compare;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * All that was measured, and what it says of each other.
 *
 * @param rows by row, in the order of the table; rows that failed are absent
 */
record Comparison(Machine machine, Workload workload, Map<Row, Measurement> rows) {
    Comparison {
        rows = ImmutableMap.copyOf(rows);
    }

    /** Times the fused engine's median for the same task; the graph engine's where the fused one was not measured. */
    OptionalDouble ratioToOurs(Row row) {
        if (row.family().isProduct()) {
            return OptionalDouble.empty();
        }
        return Stream.of(Family.OURS_FUSED, Family.OURS_GRAPH)
                .map(family -> Optional.ofNullable(rows.get(new Row(family, row.task()))))
                .flatMap(Optional::stream)
                .mapToDouble(Measurement::median)
                .map(ours -> median(row) / ours)
                .findFirst();
    }

    /** Times the fastest bare product of the same precision in any library. */
    OptionalDouble ratioToFloor(Row row) {
        OptionalDouble floor = Arrays.stream(Family.values())
                .filter(Family::isProduct)
                .flatMap(family -> Optional.ofNullable(rows.get(product(family, row))).stream())
                .mapToDouble(Measurement::median)
                .min();
        return floor.isPresent() ? OptionalDouble.of(median(row) / floor.getAsDouble()) : OptionalDouble.empty();
    }

    /** Times the bare product of the same precision in PyTorch. */
    OptionalDouble ratioToTorchProduct(Row row) {
        Measurement product = rows.get(product(Family.TORCH_PRODUCT, row));
        return product == null ? OptionalDouble.empty() : OptionalDouble.of(median(row) / product.median());
    }

    private static Row product(Family family, Row like) {
        return new Row(family, like.task().isBf16() ? Task.PRODUCT_BF16 : Task.PRODUCT_FP32);
    }

    double median(Row row) {
        Measurement measurement = rows.get(row);
        if (measurement == null) {
            throw new IllegalArgumentException(row.label() + " was not measured");
        }
        return measurement.median();
    }
}
