package io.sae4j.activations.onnx;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Optional;

/**
 * How an ONNX model is run, and what its graph does not tell.
 *
 * @param threads of one operator; 0 for as many as ONNX Runtime thinks best (one per core)
 * @param tokenInput name of the input that takes token ids; found by name and shape where empty
 * @param logitsOutput name of the output with the logits; found by name where empty
 */
public record OnnxSettings(int threads, Optional<String> tokenInput, Optional<String> logitsOutput) {
    public OnnxSettings {
        checkArgument(threads >= 0, "threads must not be negative, got %s", threads);
    }

    /** Finds inputs and outputs by itself and uses all cores. */
    public static OnnxSettings defaults() {
        return new OnnxSettings(0, Optional.empty(), Optional.empty());
    }

    /** With so many threads; 0 for one per core. */
    public OnnxSettings withThreads(int count) {
        return new OnnxSettings(count, tokenInput, logitsOutput);
    }

    /** With the input that takes token ids. */
    public OnnxSettings withTokenInput(String name) {
        return new OnnxSettings(threads, Optional.of(name), logitsOutput);
    }

    /** With the output that gives the logits. */
    public OnnxSettings withLogitsOutput(String name) {
        return new OnnxSettings(threads, tokenInput, Optional.of(name));
    }
}
