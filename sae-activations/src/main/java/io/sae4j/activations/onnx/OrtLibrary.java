package io.sae4j.activations.onnx;

import ai.onnxruntime.OrtEnvironment;

/** ONNX Runtime, which users of ONNX models add themselves; says so when it is missing. */
final class OrtLibrary {
    static final String MISSING = """
            ONNX models need ONNX Runtime, which is not on the classpath or has no natives for this system. Add it beside io.sae4j:sae-activations:
              <dependency>
                <groupId>com.microsoft.onnxruntime</groupId>
                <artifactId>onnxruntime</artifactId>
                <version>1.28.0</version>
              </dependency>
            or com.microsoft.onnxruntime:onnxruntime_gpu for a GPU.""";

    private OrtLibrary() {}

    /** @throws IllegalStateException with the POM lines to add, when it is missing or cannot load */
    static void require() {
        try {
            environment();
        } catch (LinkageError e) {
            throw new IllegalStateException(MISSING, e);
        }
    }

    static OrtEnvironment environment() {
        return OrtEnvironment.getEnvironment();
    }
}
