package io.sae4j.bench.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalDouble;

/** A comparison as programs read it. */
final class ComparisonJson {
    private ComparisonJson() {}

    /** Numbers that are not known are {@code null}. */
    static ObjectNode of(Comparison comparison) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.set("machine", machine(comparison.machine(), comparison.workload()));
        root.set("workload", Json.MAPPER.valueToTree(comparison.workload()));
        ArrayNode rows = root.putArray("rows");
        comparison.rows().forEach((row, measurement) -> {
            ObjectNode node = rows.addObject();
            node.put("name", row.label());
            node.put("median_ms", measurement.median());
            node.put("min_ms", measurement.min());
            node.put("peak_mb", measurement.peakMb());
            put(node, "l0", measurement.l0());
            put(node, "ratio_to_ours", comparison.ratioToOurs(row));
            put(node, "ratio_to_floor", comparison.ratioToFloor(row));
            node.put("library", measurement.library());
            node.set("times_ms", Json.MAPPER.valueToTree(measurement.times()));
        });
        return root;
    }

    static ObjectNode machine(Machine machine, Workload workload) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("cpu", machine.cpu());
        node.put("cores", machine.cores());
        node.put("threads", machine.threads());
        node.put("jvm", machine.jvm());
        node.put("system", machine.system());
        put(node, "memory_gb_per_s", machine.bandwidth());
        node.put("topk_step_bytes", MemoryBandwidth.bytesOfStep(workload));
        put(node, "topk_step_traffic_ms", machine.trafficMs(workload));
        return node;
    }

    private static void put(ObjectNode node, String key, OptionalDouble value) {
        put(node, key, value.orElse(Double.NaN));
    }

    private static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }
}
