package io.sae4j.activations.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.common.collect.Sets;
import io.sae4j.activations.model.Edit;
import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.model.TokenWindow;
import java.util.List;
import java.util.Map;
import onnx.Onnx.ValueInfoProto;

/** A model cut at one tensor, in two sessions: the tensor is computed, edited, and the rest goes on from it. */
final class CutModel implements AutoCloseable {
    private final GraphCut cut;
    private final OnnxSession first;
    private final OnnxSession second;

    private CutModel(GraphCut cut, OnnxSession first, OnnxSession second) {
        this.cut = cut;
        this.first = first;
        this.second = second;
    }

    /** @throws IllegalArgumentException when the logits do not depend on {@code tensor} */
    static CutModel at(OnnxGraph graph, String tensor, String logits, int threads) {
        GraphCut cut = GraphCut.at(graph, tensor, logits);
        OnnxSession first = OnnxSession.create(graph.path(), cut.first(), threads);
        try {
            Map<String, ValueInfoProto> types = first.outputTypes();
            return new CutModel(cut, first, OnnxSession.create(graph.path(), cut.second(types), threads));
        } catch (RuntimeException e) {
            first.close();
            throw e;
        }
    }

    /** The logits after {@code edit}. */
    HookRows run(TokenInputs inputs, List<TokenWindow> windows, Edit edit) {
        PaddedWindows padded = inputs.pad(windows);
        try (InputTensors given = inputs.tensors(Sets.union(first.inputs(), second.inputs()), padded, windows);
                OrtSession.Result before = first.run(given.only(first.inputs()))) {
            OnnxTensor tensor = ResultRows.rowTensor(before, cut.tensor(), padded);
            try (OnnxTensor edited = edited(tensor, padded, edit)) {
                Map<String, OnnxTensor> goingOn = given.only(second.inputs());
                for (String name : cut.passed()) {
                    goingOn.put(name, ResultRows.tensor(before, name));
                }
                goingOn.put(cut.tensor(), edited);
                try (OrtSession.Result after = second.run(goingOn)) {
                    return ResultRows.read(after, cut.logits(), padded);
                }
            }
        }
    }

    private static OnnxTensor edited(OnnxTensor tensor, PaddedWindows padded, Edit edit) {
        float[] values = TensorValues.read(tensor);
        HookRows rows = padded.rows(values);
        edit.apply(rows);
        padded.writeBack(rows, values);
        try {
            return TensorValues.write(values, tensor.getInfo().getShape(), TensorValues.elementType(tensor.getInfo()));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime refuses the edited rows: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            first.close();
        } finally {
            second.close();
        }
    }
}
