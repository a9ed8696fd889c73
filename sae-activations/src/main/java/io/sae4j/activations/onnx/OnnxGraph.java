package io.sae4j.activations.onnx;

import io.sae4j.format.FormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.ValueInfoProto;

/**
 * A model's main graph, and who computes and reads what in it. Nodes are known by their index; ONNX lists them in an order
 * in which they can be computed.
 */
final class OnnxGraph {
    private final Path path;
    private final ModelProto model;
    private final List<NodeProto> nodes;
    private final List<Set<String>> reads = new ArrayList<>();
    private final Map<String, Integer> producers = new HashMap<>();
    private final Set<String> weights = new HashSet<>();
    private final Map<String, ValueInfoProto> inputs = new LinkedHashMap<>();
    private final Map<String, ValueInfoProto> outputs = new LinkedHashMap<>();

    OnnxGraph(Path path, ModelProto model) {
        this.path = path;
        this.model = model;
        GraphProto graph = model.getGraph();
        nodes = graph.getNodeList();
        graph.getInitializerList().forEach(tensor -> weights.add(tensor.getName()));
        graph.getSparseInitializerList()
                .forEach(tensor -> weights.add(tensor.getValues().getName()));
        for (ValueInfoProto input : graph.getInputList()) {
            // Old models list their weights among the inputs.
            if (!weights.contains(input.getName())) {
                inputs.put(input.getName(), input);
            }
        }
        graph.getOutputList().forEach(output -> outputs.put(output.getName(), output));
        index();
    }

    /**
     * Opens a model without loading its weights.
     *
     * @throws FormatException when it is not an ONNX model or is damaged, or its external weights are missing
     */
    static OnnxGraph open(Path path) {
        ModelProto model = ModelReader.read(path);
        ExternalData.check(path, model.getGraph());
        return new OnnxGraph(path, model);
    }

    private void index() {
        Set<String> known = new HashSet<>(weights);
        known.addAll(inputs.keySet());
        for (int i = 0; i < nodes.size(); i++) {
            NodeProto node = nodes.get(i);
            Set<String> needed = NodeReads.of(node);
            for (String name : needed) {
                if (!known.contains(name)) {
                    throw new FormatException(
                            path,
                            "is damaged: node '" + node.getName() + "' (" + node.getOpType() + ") reads '" + name
                                    + "', which nothing before it computes");
                }
            }
            reads.add(needed);
            for (String output : node.getOutputList()) {
                if (!output.isEmpty()) {
                    if (!known.add(output)) {
                        throw new FormatException(path, "is damaged: '" + output + "' is computed twice");
                    }
                    producers.put(output, i);
                }
            }
        }
        for (String output : outputs.keySet()) {
            if (!known.contains(output)) {
                throw new FormatException(path, "is damaged: nothing computes its output '" + output + "'");
            }
        }
    }

    Path path() {
        return path;
    }

    ModelProto model() {
        return model;
    }

    /** In an order in which they can be computed. */
    List<NodeProto> nodes() {
        return nodes;
    }

    /** What the caller gives, weights not among it; by name, in the model's order. */
    Map<String, ValueInfoProto> inputs() {
        return inputs;
    }

    /** What the model declares as its outputs; by name, in the model's order. */
    Map<String, ValueInfoProto> outputs() {
        return outputs;
    }

    /** Whether a node computes {@code tensor}. */
    boolean isComputed(String tensor) {
        return producers.containsKey(tensor);
    }

    /** The node that computes {@code tensor}; {@link #isComputed} tells whether there is one. */
    int producer(String tensor) {
        Integer node = producers.get(tensor);
        if (node == null) {
            throw new IllegalArgumentException("no node computes '" + tensor + "'");
        }
        return node;
    }

    /** What node {@code i} reads, weights and what its branches take from outside among it. */
    Set<String> reads(int i) {
        return reads.get(i);
    }

    /** The tensor that {@code tensor} is another name of: what its chain of {@code Identity} nodes begins with. */
    String original(String tensor) {
        String name = tensor;
        while (isComputed(name)) {
            NodeProto node = nodes.get(producer(name));
            if (!node.getOpType().equals("Identity") || !isComputed(node.getInput(0))) {
                break;
            }
            name = node.getInput(0);
        }
        return name;
    }

    /** The nodes that {@code tensors} are computed by, directly or not. */
    BitSet ancestors(Collection<String> tensors) {
        Set<String> wanted = new HashSet<>(tensors);
        BitSet found = new BitSet(nodes.size());
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (nodes.get(i).getOutputList().stream().anyMatch(wanted::contains)) {
                found.set(i);
                wanted.addAll(reads.get(i));
            }
        }
        return found;
    }

    /** The nodes that {@code tensor} goes into, directly or not. */
    BitSet descendants(String tensor) {
        return reached(Set.of(tensor), 0);
    }

    /** The nodes that compute the same whatever the model is given. */
    BitSet constants() {
        BitSet variable = reached(inputs.keySet(), 0);
        BitSet constant = new BitSet(nodes.size());
        constant.set(0, nodes.size());
        constant.andNot(variable);
        return constant;
    }

    private BitSet reached(Collection<String> tensors, int from) {
        Set<String> reached = new HashSet<>(tensors);
        BitSet found = new BitSet(nodes.size());
        for (int i = from; i < nodes.size(); i++) {
            if (reads.get(i).stream().anyMatch(reached::contains)) {
                found.set(i);
                reached.addAll(nodes.get(i).getOutputList());
                // The name of an output that is left out, which is also that of an input left out.
                reached.remove("");
            }
        }
        return found;
    }
}
