package io.sae4j.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ratios, table and JSON of made-up measurements. */
class ComparisonTest {
    private static final Workload WORKLOAD = new Workload(768, 16_384, 4096, 32, 5, 2);
    private static final Machine MACHINE = new Machine("A CPU", 4, 2, "A JVM", "An OS", 20);
    private static final double TOLERANCE = 1e-9;

    private final Map<Row, Measurement> rows = new LinkedHashMap<>();

    private void measured(String label, double median) {
        rows.put(Row.named(label), new Measurement(List.of(median, median + 1, median - 1), 1234.5, 32, "someone's"));
    }

    private Comparison comparison() {
        return new Comparison(MACHINE, WORKLOAD, rows);
    }

    private List<String> table() {
        List<String> lines = new ArrayList<>();
        new ComparisonTable(comparison()).print(lines::add);
        return lines;
    }

    @Test
    void ratiosAreToTheSameTaskAndPrecision() {
        measured("ours-fused-topk", 400);
        measured("ours-graph-topk", 4000);
        measured("torch-dense-topk", 3000);
        measured("torch-dense-topk-bf16", 1800);
        measured("torch-product-fp32", 500);
        measured("floor-product-fp32", 250);
        measured("floor-product-bf16", 120);
        Comparison comparison = comparison();

        assertThat(comparison.ratioToOurs(Row.named("torch-dense-topk")).orElseThrow())
                .isCloseTo(7.5, within(TOLERANCE));
        assertThat(comparison.ratioToOurs(Row.named("torch-dense-topk-bf16"))).isEmpty();
        assertThat(comparison.ratioToOurs(Row.named("floor-product-fp32"))).isEmpty();
        assertThat(comparison.ratioToFloor(Row.named("ours-fused-topk")).orElseThrow())
                .isCloseTo(1.6, within(TOLERANCE));
        assertThat(comparison.ratioToFloor(Row.named("torch-dense-topk-bf16")).orElseThrow())
                .isCloseTo(15, within(TOLERANCE));
        assertThat(comparison.ratioToTorchProduct(Row.named("torch-dense-topk")).orElseThrow())
                .isCloseTo(6, within(TOLERANCE));
    }

    @Test
    void theGraphEngineStandsInForAFusedOneThatWasNotMeasured() {
        measured("ours-graph-relu", 4000);
        measured("torch-dense-relu", 3000);

        assertThat(comparison().ratioToOurs(Row.named("torch-dense-relu")).orElseThrow())
                .isCloseTo(0.75, within(TOLERANCE));
    }

    @Test
    void theTableHasALineForEachRowAndTellsTheMachine() {
        measured("ours-fused-topk", 400);
        measured("torch-dense-topk", 3000);
        measured("torch-product-fp32", 500);

        assertThat(table())
                .contains(
                        "A CPU, 4 cores, 2 threads, A JVM, An OS",
                        "one training step: d 768, m 16384, batch 4096, k 32",
                        "row                           median ms     min ms   / ours  / floor   peak MB      L0",
                        "ours-fused-topk                   400.0      399.0     1.00     0.80      1235      32",
                        "torch-dense-topk                 3000.0     2999.0     7.50     6.00      1235      32",
                        "torch-product-fp32                500.0      499.0        -     1.00      1235      32",
                        "library: someone's",
                        "memory: a TopK step moves at least 705 MB; at the 20.0 GB/s measured that takes 35 ms");
    }

    @Test
    void aWeakRivalIsPointedOut() {
        measured("torch-dense-topk", 3000);
        measured("torch-sparse-topk", 1000);
        measured("torch-product-fp32", 500);

        assertThat(table())
                .contains(
                        "rival: torch-dense-topk takes 6.00 of PyTorch's own products; a good one takes at most 6.50",
                        "rival: torch-sparse-topk takes 2.00 of PyTorch's own products; a good one takes at most 1.75"
                                + " (TOO SLOW)");
    }

    @Test
    void jsonHasTheNamesThatProgramsRead() throws Exception {
        measured("ours-fused-topk", 400);
        rows.put(Row.named("floor-product-fp32"), new Measurement(List.of(250.0), null, Double.NaN, "someone's"));

        JsonNode json = Json.MAPPER.readTree(ComparisonJson.of(comparison()).toString());

        assertThat(json.at("/machine/cpu").textValue()).isEqualTo("A CPU");
        assertThat(json.at("/machine/threads").intValue()).isEqualTo(2);
        assertThat(json.at("/workload/m").intValue()).isEqualTo(16_384);
        assertThat(json.at("/rows/0/name").textValue()).isEqualTo("ours-fused-topk");
        assertThat(json.at("/rows/0/median_ms").doubleValue()).isEqualTo(400);
        assertThat(json.at("/rows/0/min_ms").doubleValue()).isEqualTo(399);
        assertThat(json.at("/rows/0/peak_mb").doubleValue()).isEqualTo(1234.5);
        assertThat(json.at("/rows/1/peak_mb").isNull()).isTrue();
        assertThat(json.at("/rows/1/l0").isNull()).isTrue();
    }
}
