package io.sae4j.activations.onnx;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/** Which tensors a node reads: its inputs, and what the bodies of its branches and loops take from outside. */
final class NodeReads {
    private NodeReads() {}

    static Set<String> of(NodeProto node) {
        Set<String> reads = new LinkedHashSet<>();
        for (String input : node.getInputList()) {
            // An empty name is an optional input left out.
            if (!input.isEmpty()) {
                reads.add(input);
            }
        }
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                reads.addAll(captured(attribute.getG()));
            }
            attribute.getGraphsList().forEach(body -> reads.addAll(captured(body)));
        }
        return reads;
    }

    private static Set<String> captured(GraphProto body) {
        Set<String> own = new HashSet<>();
        body.getInputList().forEach(input -> own.add(input.getName()));
        for (TensorProto initializer : body.getInitializerList()) {
            own.add(initializer.getName());
        }
        body.getSparseInitializerList()
                .forEach(sparse -> own.add(sparse.getValues().getName()));
        body.getNodeList().forEach(node -> own.addAll(node.getOutputList()));
        Set<String> reads = new LinkedHashSet<>();
        body.getNodeList().forEach(node -> reads.addAll(of(node)));
        body.getOutputList().forEach(output -> reads.add(output.getName()));
        reads.removeAll(own);
        return reads;
    }
}
