package io.sae4j.cli;

import io.sae4j.activations.model.HookPoint;
import io.sae4j.activations.onnx.OnnxLanguageModel;
import io.sae4j.activations.onnx.OnnxModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens the language model that a command line names. */
final class OnnxModels {
    static final String DESCRIPTION = "A causal language model in an .onnx file.";

    private OnnxModels() {}

    static OnnxLanguageModel open(Path path) {
        requireFile(path);
        return OnnxLanguageModel.open(path);
    }

    /** Its hook points, without running it. */
    static List<HookPoint> hooks(Path path) {
        requireFile(path);
        return OnnxModelFile.hooks(path);
    }

    /** Refuses, as a mistake on the command line, a hook point that the model has not. */
    static HookPoint hook(OnnxLanguageModel model, String name) {
        try {
            return model.hookPoint(name);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--hook: " + e.getMessage(), e);
        }
    }

    private static void requireFile(Path path) {
        if (!Files.exists(path)) {
            throw new FailedRunException(path + " does not exist");
        }
    }
}
