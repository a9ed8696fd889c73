package io.sae4j.bench.torch;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.sae4j.bench.compare.Family;
import io.sae4j.bench.compare.MeasuredStep;
import io.sae4j.bench.compare.Problem;
import io.sae4j.bench.compare.Row;
import io.sae4j.bench.compare.StepProvider;
import io.sae4j.bench.compare.Task;
import io.sae4j.bench.compare.Workload;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.pytorch.global.torch;

/** PyTorch's rows. */
public final class TorchSteps implements StepProvider {
    private static final ImmutableMap<Row, StepKind> KINDS = ImmutableMap.<Row, StepKind>builder()
            .put(new Row(Family.TORCH_DENSE, Task.TOPK), StepKind.autograd("dense_topk"))
            .put(new Row(Family.TORCH_DENSE, Task.TOPK_BF16), StepKind.autograd("dense_topk_bf16"))
            .put(new Row(Family.TORCH_DENSE, Task.RELU), StepKind.autograd("dense_relu"))
            .put(new Row(Family.TORCH_DENSE, Task.RELU_DENSE_START), StepKind.autograd("dense_relu"))
            .put(new Row(Family.TORCH_DENSE, Task.JUMPRELU), StepKind.jumpRelu("dense_jumprelu"))
            .put(new Row(Family.TORCH_DENSE, Task.JUMPRELU_WIDE), StepKind.jumpRelu("dense_jumprelu"))
            .put(new Row(Family.TORCH_SPARSE, Task.TOPK), StepKind.sparse("sparse_topk"))
            .put(new Row(Family.TORCH_SPARSE, Task.TOPK_BF16), StepKind.sparse("sparse_topk_bf16"))
            .buildOrThrow();
    private static final ImmutableSet<Row> PRODUCTS = ImmutableSet.of(
            new Row(Family.TORCH_PRODUCT, Task.PRODUCT_FP32), new Row(Family.TORCH_PRODUCT, Task.PRODUCT_BF16));

    /**
     * What makes PyTorch faster here than it is by default.
     *
     * <p>OpenBLAS, which does its fp32 products, has threads of its own; after a product they spin for a while and steal the
     * cores from PyTorch's. 2¹⁶ cycles keep a top-k after a product from taking half as long again. And memory that was
     * freed is kept: glibc would give every large tensor back to the system, and fault in zeroed pages for the next.
     */
    private static final ImmutableMap<String, String> ENVIRONMENT = ImmutableMap.of(
            "OPENBLAS_THREAD_TIMEOUT",
            "16",
            "GLIBC_TUNABLES",
            "glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=68719476736");

    @Override
    public Set<Row> rows() {
        return ImmutableSet.<Row>builder()
                .addAll(KINDS.keySet())
                .addAll(PRODUCTS)
                .build();
    }

    @Override
    public Map<String, String> environment() {
        return ENVIRONMENT;
    }

    @Override
    public MeasuredStep open(Row row, Workload workload) {
        torch.set_num_threads(workload.threads());
        Problem problem = Problem.of(row.task(), workload);
        if (PRODUCTS.contains(row)) {
            return new TorchProduct(problem);
        }
        return new TorchStep(problem, Objects.requireNonNull(KINDS.get(row), row::label));
    }
}
