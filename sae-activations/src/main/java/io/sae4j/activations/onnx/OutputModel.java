package io.sae4j.activations.onnx;

import ai.onnxruntime.OrtSession;
import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.model.TokenWindow;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** A model with chosen tensors as its only outputs; what they do not need is not computed. */
final class OutputModel implements AutoCloseable {
    private final List<String> outputs;
    private final OnnxSession session;

    private OutputModel(List<String> outputs, OnnxSession session) {
        this.outputs = outputs;
        this.session = session;
    }

    static OutputModel load(OnnxGraph graph, List<String> outputs, int threads) {
        LinkedHashSet<String> distinct = new LinkedHashSet<>(outputs);
        return new OutputModel(outputs, OnnxSession.create(graph.path(), SubGraph.computing(graph, distinct), threads));
    }

    List<String> outputs() {
        return outputs;
    }

    /** Rows of all outputs by name. */
    Map<String, HookRows> run(TokenInputs inputs, List<TokenWindow> windows) {
        PaddedWindows padded = inputs.pad(windows);
        try (InputTensors given = inputs.tensors(session.inputs(), padded, windows);
                OrtSession.Result result = session.run(given.only(session.inputs()))) {
            Map<String, HookRows> rows = new LinkedHashMap<>();
            for (String name : outputs) {
                rows.computeIfAbsent(name, output -> ResultRows.read(result, output, padded));
            }
            return rows;
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
