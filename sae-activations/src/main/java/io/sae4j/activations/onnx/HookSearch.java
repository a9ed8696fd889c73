package io.sae4j.activations.onnx;

import io.sae4j.activations.model.HookPoint;
import io.sae4j.activations.model.HookPoint.Kind;
import java.util.List;
import java.util.Map;

/** Lists the hook points of a graph: every floating-point tensor with one row per token. */
final class HookSearch {
    private HookSearch() {}

    /** In the order in which they are computed. */
    static List<HookPoint> of(OnnxGraph graph, TokenInputs inputs) {
        Map<String, Integer> widths = RowWidths.of(graph, inputs);
        Map<String, Kind> kinds = HookKinds.of(graph, inputs, widths);
        return widths.entrySet().stream()
                .map(tensor -> new HookPoint(tensor.getKey(), tensor.getValue(), kind(graph, kinds, tensor.getKey())))
                .toList();
    }

    private static Kind kind(OnnxGraph graph, Map<String, Kind> kinds, String tensor) {
        return kinds.getOrDefault(tensor, kinds.getOrDefault(graph.original(tensor), Kind.OTHER));
    }
}
