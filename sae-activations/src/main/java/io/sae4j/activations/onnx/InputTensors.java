package io.sae4j.activations.onnx;

import ai.onnxruntime.OnnxTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Tensors of a model's inputs by name, closed together. */
final class InputTensors implements AutoCloseable {
    private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

    void put(String name, OnnxTensor tensor) {
        tensors.put(name, tensor);
    }

    /** Those of {@code names} that there are; a map of the caller's own. */
    Map<String, OnnxTensor> only(Set<String> names) {
        Map<String, OnnxTensor> some = new LinkedHashMap<>(tensors);
        some.keySet().retainAll(names);
        return some;
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
    }
}
