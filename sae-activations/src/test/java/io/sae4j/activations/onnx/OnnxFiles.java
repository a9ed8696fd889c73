package io.sae4j.activations.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** Makes ONNX files for tests: from nothing, or from another with something changed. */
final class OnnxFiles {
    private OnnxFiles() {}

    static ModelProto read(Path path) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(path));
    }

    static Path write(Path path, ModelProto model) throws IOException {
        return Files.write(path, model.toByteArray());
    }

    static ModelProto model(GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph.setName("test"))
                .build();
    }

    static NodeProto.Builder node(String operator, List<String> inputs, String... outputs) {
        return NodeProto.newBuilder().setOpType(operator).addAllInput(inputs).addAllOutput(List.of(outputs));
    }

    static AttributeProto.Builder attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value);
    }

    static AttributeProto branch(String name, GraphProto.Builder body) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(body)
                .build();
    }

    static TensorProto weight(String name, long[] dimensions, float... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
        for (long dimension : dimensions) {
            tensor.addDims(dimension);
        }
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return tensor.build();
    }

    /** Only the logits are declared as output any more. */
    static ModelProto withoutHooks(ModelProto model) {
        List<ValueInfoProto> logits = model.getGraph().getOutputList().stream()
                .filter(output -> output.getName().equals("logits"))
                .toList();
        return model.toBuilder()
                .setGraph(model.getGraph().toBuilder().clearOutput().addAllOutput(logits))
                .build();
    }

    /** All tensors between inputs and logits get names that tell nothing; {@code names} receives the new ones. */
    static ModelProto anonymous(ModelProto model, Map<String, String> names) {
        GraphProto.Builder graph = model.getGraph().toBuilder().clearNode();
        for (NodeProto node : model.getGraph().getNodeList()) {
            NodeProto.Builder renamed =
                    node.toBuilder().clearInput().clearOutput().clearName();
            node.getInputList().forEach(input -> renamed.addInput(names.getOrDefault(input, input)));
            for (String output : node.getOutputList()) {
                if (!output.equals("logits")) {
                    names.put(output, "v" + names.size());
                }
                renamed.addOutput(names.getOrDefault(output, output));
            }
            graph.addNode(renamed);
        }
        return model.toBuilder().setGraph(graph).build();
    }

    /** What computes {@code tensor} calls it {@code inner}, as all that read it do; the old name is an {@code Identity} of it. */
    static ModelProto withAlias(ModelProto model, String tensor, String inner) {
        GraphProto.Builder graph = model.getGraph().toBuilder().clearNode();
        Map<String, String> names = new HashMap<>(Map.of(tensor, inner));
        for (NodeProto node : model.getGraph().getNodeList()) {
            NodeProto.Builder renamed = node.toBuilder().clearInput().clearOutput();
            node.getInputList().forEach(input -> renamed.addInput(names.getOrDefault(input, input)));
            node.getOutputList().forEach(output -> renamed.addOutput(names.getOrDefault(output, output)));
            graph.addNode(renamed);
            if (node.getOutputList().contains(tensor)) {
                graph.addNode(node("Identity", List.of(inner), tensor));
            }
        }
        return model.toBuilder().setGraph(graph).build();
    }

    /** Weights of more than 64 numbers move to the file {@code data} beside {@code path}, where the model is written. */
    static Path writeExternal(Path path, ModelProto model, String data) throws IOException {
        GraphProto.Builder graph = model.getGraph().toBuilder().clearInitializer();
        ByteString bytes = ByteString.EMPTY;
        for (TensorProto weight : model.getGraph().getInitializerList()) {
            if (weight.getRawData().size() <= 64 * Float.BYTES) {
                graph.addInitializer(weight);
                continue;
            }
            graph.addInitializer(weight.toBuilder()
                    .clearRawData()
                    .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                    .addExternalData(entry("location", data))
                    .addExternalData(entry("offset", String.valueOf(bytes.size())))
                    .addExternalData(
                            entry("length", String.valueOf(weight.getRawData().size()))));
            bytes = bytes.concat(weight.getRawData());
        }
        Path file = path.resolveSibling(data);
        Files.write(file, bytes.toByteArray());
        return write(path, model.toBuilder().setGraph(graph).build());
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
