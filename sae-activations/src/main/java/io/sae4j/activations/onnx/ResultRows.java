package io.sae4j.activations.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.sae4j.activations.model.HookRows;
import io.sae4j.format.FormatException;
import java.util.Arrays;
import java.util.Optional;

/** Takes rows of tokens out of ONNX Runtime's results. */
final class ResultRows {
    private ResultRows() {}

    /** The tensor {@code name} of a result, which stays open as long as that. */
    static OnnxTensor tensor(OrtSession.Result result, String name) {
        if (result.get(name).orElse(null) instanceof OnnxTensor tensor) {
            return tensor;
        }
        throw new IllegalStateException("'" + name + "' is not a tensor");
    }

    /** @throws IllegalArgumentException when the tensor does not have one row per token */
    static OnnxTensor rowTensor(OrtSession.Result result, String name, PaddedWindows windows) {
        OnnxTensor tensor = tensor(result, name);
        long[] shape = tensor.getInfo().getShape();
        if (!TensorValues.isFloating(tensor.getInfo()) || !windows.fits(shape)) {
            throw new IllegalArgumentException("'" + name + "' does not have one row per token: it is "
                    + tensor.getInfo().type + Arrays.toString(shape) + " for token ids "
                    + Arrays.toString(windows.shape()));
        }
        return tensor;
    }

    static HookRows read(OrtSession.Result result, String name, PaddedWindows windows) {
        return windows.rows(TensorValues.read(rowTensor(result, name, windows)));
    }

    /**
     * The name of the output with the logits.
     *
     * @throws IllegalArgumentException when {@code given} is not an output
     * @throws FormatException when none is given and it is not clear which one it is
     */
    static String logitsName(OnnxGraph graph, Optional<String> given) {
        if (given.isPresent()) {
            if (!graph.outputs().containsKey(given.get())) {
                throw new IllegalArgumentException("no output '" + given.get() + "'; there are "
                        + String.join(", ", graph.outputs().keySet()));
            }
            return given.get();
        }
        if (graph.outputs().containsKey("logits")) {
            return "logits";
        }
        if (graph.outputs().size() == 1) {
            return graph.outputs().keySet().iterator().next();
        }
        throw new FormatException(
                graph.path(),
                "has no output 'logits'; name the one with the logits, there are "
                        + String.join(", ", graph.outputs().keySet()));
    }
}
