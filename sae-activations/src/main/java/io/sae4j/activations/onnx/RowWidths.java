package io.sae4j.activations.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.sae4j.activations.model.TokenWindow;
import io.sae4j.format.FormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto;

/**
 * Finds which tensors of a graph have one row per token, and how wide their rows are.
 *
 * <p>ONNX Runtime infers shapes when it loads a model. Here it loads one whose large weights were turned into inputs, so that
 * none is read, and whose batch has unusual fixed sizes, so that a dimension tells by its size what it is. What it cannot
 * infer so is found by running the model once, with its weights.
 */
final class RowWidths {
    /** Primes that are unlikely as a number of heads or of parts of a tensor. */
    private static final int BATCH = 5;

    private static final int LENGTH = 7;
    /** Rows that are as wide as the window is long, such as attention scores, have another width at this one. */
    private static final int OTHER_LENGTH = 11;

    /** Weights up to this size may be shapes or axes, whose values matter for other tensors' shapes. */
    private static final long SMALL = 64;

    private final OnnxGraph graph;
    private final TokenInputs inputs;
    private final int batch;
    private final int length;

    private RowWidths(OnnxGraph graph, TokenInputs inputs, int length) {
        this.graph = graph;
        this.inputs = inputs;
        this.length = length;
        batch = inputs.fixedBatch().orElse(BATCH);
    }

    /** By name, in the order in which they are computed. */
    static Map<String, Integer> of(OnnxGraph graph, TokenInputs inputs) {
        if (inputs.fixedLength().isPresent()) {
            return new RowWidths(graph, inputs, inputs.fixedLength().getAsInt()).find();
        }
        Map<String, Integer> found = new RowWidths(graph, inputs, LENGTH).find();
        Map<String, Integer> again = new RowWidths(graph, inputs, OTHER_LENGTH).find();
        found.keySet().removeIf(name -> !Objects.equals(found.get(name), again.get(name)));
        return found;
    }

    private Map<String, Integer> find() {
        Map<String, Integer> found = new LinkedHashMap<>();
        List<String> unclear = new ArrayList<>();
        Map<String, TensorInfo> inferred = infer();
        for (String name : computed()) {
            TensorInfo info = inferred.get(name);
            if (info == null) {
                unclear.add(name);
            } else if (TensorValues.isFloating(info)) {
                classify(name, info.getShape(), found, unclear);
            }
        }
        if (!unclear.isEmpty()) {
            found.putAll(measure(unclear));
        }
        Map<String, Integer> ordered = new LinkedHashMap<>();
        for (String name : computed()) {
            Integer width = found.get(name);
            if (width != null) {
                ordered.put(name, width);
            }
        }
        return ordered;
    }

    private Set<String> computed() {
        Set<String> names = new LinkedHashSet<>();
        graph.nodes().forEach(node -> names.addAll(node.getOutputList()));
        names.remove("");
        return names;
    }

    private void classify(String name, long[] shape, Map<String, Integer> found, List<String> unclear) {
        boolean varies = shape.length == 0;
        for (long dimension : shape) {
            varies |= dimension < 0;
        }
        if (varies && shape.length != 1) {
            unclear.add(name);
        } else if (PaddedWindows.isRows(shape, batch, length)) {
            found.put(name, PaddedWindows.width(shape));
        }
    }

    private Map<String, TensorInfo> infer() {
        try (OnnxSession session = OnnxSession.createPlain(graph.path(), withoutWeights())) {
            return session.outputInfos();
        } catch (FormatException e) {
            // Some operators want their weights to be constants; then the run tells, or why the model is wrong.
            return Collections.emptyMap();
        }
    }

    private ModelProto withoutWeights() {
        GraphProto whole = graph.model().getGraph();
        GraphProto.Builder builder =
                whole.toBuilder().clearInput().clearInitializer().clearOutput();
        for (ModelInput input : inputs.all()) {
            builder.addInput(
                    input.isUnknown()
                            ? graph.inputs().get(input.name())
                            : SubGraph.tensor(input.name(), input.elementType(), input.shape(batch, length)));
        }
        for (TensorProto weight : whole.getInitializerList()) {
            long[] dimensions = SubGraph.dimensions(weight);
            long size = 1;
            for (long dimension : dimensions) {
                size *= dimension;
            }
            if (size > SMALL) {
                builder.addInput(SubGraph.tensor(weight.getName(), weight.getDataType(), dimensions));
            } else {
                builder.addInitializer(weight);
            }
        }
        computed().forEach(name -> builder.addOutputBuilder().setName(name));
        // What the exporter noted says less than the fixed sizes do, and may contradict them.
        builder.clearValueInfo();
        return graph.model().toBuilder().clearTrainingInfo().setGraph(builder).build();
    }

    private Map<String, Integer> measure(List<String> names) {
        Map<String, Integer> found = new LinkedHashMap<>();
        List<TokenWindow> windows = Collections.nCopies(batch, new TokenWindow(new int[length], 0));
        PaddedWindows padded = inputs.pad(windows);
        try (OnnxSession session = OnnxSession.createPlain(graph.path(), SubGraph.computing(graph, names));
                InputTensors tensors = inputs.tensors(session.inputs(), padded, windows);
                OrtSession.Result results = session.run(tensors.only(session.inputs()))) {
            for (Map.Entry<String, OnnxValue> result : results) {
                if (result.getValue() instanceof OnnxTensor tensor
                        && TensorValues.isFloating(tensor.getInfo())
                        && padded.fits(tensor.getInfo().getShape())) {
                    found.put(
                            result.getKey(),
                            PaddedWindows.width(tensor.getInfo().getShape()));
                }
            }
        }
        return found;
    }
}
