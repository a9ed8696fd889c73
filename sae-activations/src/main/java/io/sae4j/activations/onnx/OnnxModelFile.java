package io.sae4j.activations.onnx;

import io.sae4j.activations.model.HookPoint;
import java.nio.file.Path;
import java.util.List;

/** What an ONNX file tells without being run. */
public final class OnnxModelFile {
    private OnnxModelFile() {}

    /**
     * The hook points of a language model: every floating-point tensor {@code [batch, tokens, …]} of its graph, declared as
     * an output or not. Weights are not loaded, unless shapes depend on values that only a run can tell.
     *
     * @return in the order in which they are computed
     * @throws io.sae4j.format.FormatException when the file is not an ONNX model, is damaged, or takes no token ids
     * @throws IllegalStateException when ONNX Runtime is missing
     */
    public static List<HookPoint> hooks(Path path) {
        return hooks(path, OnnxSettings.defaults());
    }

    /** Like {@link #hooks(Path)}, with settings that name the token input. */
    public static List<HookPoint> hooks(Path path, OnnxSettings settings) {
        OrtLibrary.require();
        OnnxGraph graph = OnnxGraph.open(path);
        return HookSearch.of(graph, TokenInputs.of(graph, settings.tokenInput()));
    }
}
