package io.sae4j.activations.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sae4j.activations.model.HookRows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A model that goes on from rows of windows, loaded. */
final class TailModel implements AutoCloseable {
    private final ModelInput input;
    private final String logits;
    private final OnnxSession session;

    private TailModel(ModelInput input, String logits, OnnxSession session) {
        this.input = input;
        this.logits = logits;
        this.session = session;
    }

    static TailModel load(OnnxGraph graph, ModelInput input, String logits, int threads) {
        return new TailModel(
                input, logits, OnnxSession.create(graph.path(), SubGraph.computing(graph, List.of(logits)), threads));
    }

    HookRows run(HookRows rows) {
        int[] lengths = rows.windowLengths();
        PaddedWindows padded = new PaddedWindows(
                lengths, lengths.length, Arrays.stream(lengths).max().orElse(0));
        float[] values = new float[Math.toIntExact((long) padded.batch() * padded.length() * rows.width())];
        padded.writeBack(rows, values);
        long[] shape = {padded.batch(), padded.length(), rows.width()};
        try (OnnxTensor tensor = TensorValues.write(values, shape, input.elementType());
                OrtSession.Result result = session.run(Map.of(input.name(), tensor))) {
            return ResultRows.read(result, logits, padded);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime refuses the rows: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
