package io.sae4j.activations.onnx;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.ModelProto;
import onnx.Onnx.ValueInfoProto;

/**
 * A graph cut at one tensor: the first part computes it from the model's inputs, the second goes on from it to the logits.
 *
 * <p>The second part holds the nodes that come after the tensor and no others, so all that read the tensor, under whatever
 * name, get what is put in, and nothing is computed twice but what depends on weights alone. What these nodes need besides
 * (masks, rotary angles, the residual stream where the tensor is what an MLP adds to it) the first part hands over. The
 * other way, one graph that computes the tensor and takes its replacement, would have to run twice.
 *
 * @param tensor where the cut is
 * @param passed what the first part hands over besides {@code tensor}
 * @param first a model of the nodes before, with outputs {@code tensor} and {@code passed}
 */
record GraphCut(
        OnnxGraph graph, String tensor, ImmutableList<String> passed, ModelProto first, BitSet after, String logits) {
    /** @throws IllegalArgumentException when the logits do not depend on {@code tensor} */
    static GraphCut at(OnnxGraph graph, String tensor, String logits) {
        BitSet before = graph.ancestors(List.of(logits));
        BitSet after = graph.descendants(tensor);
        after.and(before);
        if (after.isEmpty()) {
            throw new IllegalArgumentException("the output '" + logits + "' does not depend on '" + tensor
                    + "', so an edit there changes nothing");
        }
        BitSet constants = constantsFor(graph, tensor, after);
        after.or(constants);
        Set<String> made = new LinkedHashSet<>();
        after.stream().forEach(i -> made.addAll(graph.nodes().get(i).getOutputList()));
        Set<String> passed = new LinkedHashSet<>();
        after.stream()
                .forEach(i -> graph.reads(i).stream()
                        .filter(name -> graph.isComputed(name) && !made.contains(name) && !name.equals(tensor))
                        .forEach(passed::add));
        List<String> outputs = new ArrayList<>(passed);
        outputs.add(0, tensor);
        return new GraphCut(
                graph, tensor, ImmutableList.copyOf(passed), SubGraph.computing(graph, outputs), after, logits);
    }

    /** The nodes that compute what {@code after} reads of constants, but for {@code tensor} itself, which is given. */
    private static BitSet constantsFor(OnnxGraph graph, String tensor, BitSet after) {
        Set<String> read = new LinkedHashSet<>();
        after.stream().forEach(i -> read.addAll(graph.reads(i)));
        after.stream().forEach(i -> graph.nodes().get(i).getOutputList().forEach(read::remove));
        read.remove(tensor);
        BitSet constant = graph.constants();
        read.removeIf(name -> !graph.isComputed(name) || !constant.get(graph.producer(name)));
        return graph.ancestors(read);
    }

    /** @param types of {@code tensor} and {@code passed}, as the first part's session tells them */
    ModelProto second(Map<String, ValueInfoProto> types) {
        Map<String, ValueInfoProto> given = new LinkedHashMap<>(types);
        given.keySet().retainAll(passed);
        ValueInfoProto type = types.get(tensor);
        if (type == null) {
            throw new IllegalArgumentException("the type of '" + tensor + "' is missing");
        }
        given.put(tensor, type);
        return SubGraph.of(graph, after, given, List.of(logits));
    }
}
