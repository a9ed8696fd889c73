package io.sae4j.bench.compare;

import static io.sae4j.bench.compare.Family.FLOOR_PRODUCT;
import static io.sae4j.bench.compare.Family.OURS_FUSED;
import static io.sae4j.bench.compare.Family.OURS_GRAPH;
import static io.sae4j.bench.compare.Family.TORCH_DENSE;
import static io.sae4j.bench.compare.Family.TORCH_PRODUCT;
import static io.sae4j.bench.compare.Family.TORCH_SPARSE;
import static io.sae4j.bench.compare.Task.JUMPRELU;
import static io.sae4j.bench.compare.Task.JUMPRELU_WIDE;
import static io.sae4j.bench.compare.Task.PRODUCT_BF16;
import static io.sae4j.bench.compare.Task.PRODUCT_FP32;
import static io.sae4j.bench.compare.Task.RELU;
import static io.sae4j.bench.compare.Task.RELU_DENSE_START;
import static io.sae4j.bench.compare.Task.TOPK;
import static io.sae4j.bench.compare.Task.TOPK_AUXK;
import static io.sae4j.bench.compare.Task.TOPK_BF16;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;

/** A row of the comparison. */
public record Row(Family family, Task task) {
    /** All rows in the order of the table. */
    static final ImmutableList<Row> ALL = ImmutableList.<Row>builder()
            .addAll(rows(OURS_FUSED, TOPK, TOPK_BF16, TOPK_AUXK, RELU, RELU_DENSE_START, JUMPRELU, JUMPRELU_WIDE))
            .addAll(rows(OURS_GRAPH, TOPK, RELU, JUMPRELU))
            .addAll(rows(TORCH_DENSE, TOPK, TOPK_BF16, RELU, RELU_DENSE_START, JUMPRELU, JUMPRELU_WIDE))
            .addAll(rows(TORCH_SPARSE, TOPK, TOPK_BF16))
            .addAll(rows(TORCH_PRODUCT, PRODUCT_FP32, PRODUCT_BF16))
            .addAll(rows(FLOOR_PRODUCT, PRODUCT_FP32, PRODUCT_BF16))
            .build();

    private static List<Row> rows(Family family, Task... tasks) {
        return Arrays.stream(tasks).map(task -> new Row(family, task)).toList();
    }

    /** The name in tables, in JSON and on the command line, such as {@code torch-dense-topk}. */
    public String label() {
        return family.prefix() + "-" + task.suffix();
    }

    /**
     * The row of this name.
     *
     * @throws UsageException when there is none; names all that are known
     */
    static Row named(String label) {
        return ALL.stream()
                .filter(row -> row.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown row '" + label + "'; known are "
                        + String.join(", ", ALL.stream().map(Row::label).toList())));
    }
}
