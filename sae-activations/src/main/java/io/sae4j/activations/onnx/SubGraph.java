package io.sae4j.activations.onnx;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/** Makes models of some of a graph's nodes. Weights that none of them reads are left out. */
final class SubGraph {
    private SubGraph() {}

    /** A model that computes {@code outputs} from the graph's own inputs and nothing that they do not need. */
    static ModelProto computing(OnnxGraph graph, Collection<String> outputs) {
        return of(graph, graph.ancestors(outputs), Map.of(), outputs);
    }

    /**
     * @param given tensors that are inputs now, with their types; none of {@code nodes} computes them
     * @param outputs without types, which ONNX Runtime infers, unless the graph declares them
     */
    static ModelProto of(OnnxGraph graph, BitSet nodes, Map<String, ValueInfoProto> given, Collection<String> outputs) {
        GraphProto whole = graph.model().getGraph();
        GraphProto.Builder part =
                whole.toBuilder().clearNode().clearInitializer().clearSparseInitializer();
        part.clearInput().clearOutput().clearValueInfo();
        Set<String> read = new HashSet<>(outputs);
        Set<String> made = new HashSet<>();
        nodes.stream().forEach(i -> {
            part.addNode(graph.nodes().get(i));
            read.addAll(graph.reads(i));
            made.addAll(graph.nodes().get(i).getOutputList());
        });
        whole.getInitializerList().stream()
                .filter(tensor -> read.contains(tensor.getName()))
                .forEach(part::addInitializer);
        whole.getSparseInitializerList().stream()
                .filter(tensor -> read.contains(tensor.getValues().getName()))
                .forEach(part::addSparseInitializer);
        whole.getInputList().stream()
                .filter(input -> read.contains(input.getName()))
                .forEach(part::addInput);
        given.values().forEach(part::addInput);
        for (String output : outputs) {
            part.addOutput(graph.outputs()
                    .getOrDefault(
                            output, ValueInfoProto.newBuilder().setName(output).build()));
        }
        whole.getValueInfoList().stream()
                .filter(info -> made.contains(info.getName()) && !outputs.contains(info.getName()))
                .forEach(part::addValueInfo);
        return graph.model().toBuilder().clearTrainingInfo().setGraph(part).build();
    }

    /** @param dimensions negative where they vary */
    static ValueInfoProto tensor(String name, int elementType, long... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long dimension : dimensions) {
            TensorShapeProto.Dimension.Builder dim = shape.addDimBuilder();
            if (dimension >= 0) {
                dim.setDimValue(dimension);
            }
        }
        TypeProto.Tensor.Builder type =
                TypeProto.Tensor.newBuilder().setElemType(elementType).setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }

    /** A tensor of which not even the number of dimensions is known. */
    static ValueInfoProto tensorOfAnyShape(String name, int elementType) {
        TypeProto.Tensor.Builder type = TypeProto.Tensor.newBuilder().setElemType(elementType);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }

    static long[] dimensions(TensorProto tensor) {
        return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }
}
