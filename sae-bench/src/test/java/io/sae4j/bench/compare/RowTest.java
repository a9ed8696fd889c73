package io.sae4j.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RowTest {
    @Test
    void namesAreThoseThatReportsAndScriptsUse() {
        assertThat(Row.ALL)
                .extracting(Row::label)
                .containsExactly(
                        "ours-fused-topk",
                        "ours-fused-topk-bf16",
                        "ours-fused-topk-auxk",
                        "ours-fused-relu",
                        "ours-fused-relu-dense-start",
                        "ours-fused-jumprelu",
                        "ours-fused-jumprelu-wide",
                        "ours-graph-topk",
                        "ours-graph-relu",
                        "ours-graph-jumprelu",
                        "torch-dense-topk",
                        "torch-dense-topk-bf16",
                        "torch-dense-relu",
                        "torch-dense-relu-dense-start",
                        "torch-dense-jumprelu",
                        "torch-dense-jumprelu-wide",
                        "torch-sparse-topk",
                        "torch-sparse-topk-bf16",
                        "torch-product-fp32",
                        "torch-product-bf16",
                        "floor-product-fp32",
                        "floor-product-bf16");
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        assertThatThrownBy(() -> Row.named("torch"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("unknown row 'torch'")
                .hasMessageContaining("torch-sparse-topk, torch-sparse-topk-bf16");
    }

    @Test
    void everyRowOfOursCanBeMeasuredInEveryBuild() {
        assertThat(StepProviders.rows())
                .contains(Row.named("ours-graph-topk"), Row.named("ours-graph-relu"), Row.named("ours-graph-jumprelu"));
    }
}
