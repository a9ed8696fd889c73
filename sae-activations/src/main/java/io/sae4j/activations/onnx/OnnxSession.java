package io.sae4j.activations.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.ModelProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.CodedOutputStream;

/** A model, or a part of one, loaded into ONNX Runtime. */
final class OnnxSession implements AutoCloseable {
    private static final String EXTERNAL_FOLDER = "session.model_external_initializers_file_folder_path";
    private static final String SPINNING = "session.intra_op.allow_spinning";

    private final Path source;
    private final OrtSession session;

    private OnnxSession(Path source, OrtSession session) {
        this.source = source;
        this.session = session;
    }

    /**
     * @param source the file that {@code model} is made of; its external weights are read where they are
     * @throws FormatException when ONNX Runtime refuses the model
     */
    static OnnxSession create(Path source, ModelProto model, int threads) {
        return create(source, model, threads, OptLevel.ALL_OPT);
    }

    /**
     * Like {@link #create}, for a session that runs once or never: quickly made, with one thread. Constants are folded, because
     * shapes depend on them.
     */
    static OnnxSession createPlain(Path source, ModelProto model) {
        return create(source, model, 1, OptLevel.BASIC_OPT);
    }

    private static OnnxSession create(Path source, ModelProto model, int threads, OptLevel optimization) {
        OrtLibrary.require();
        ByteBuffer bytes = serialize(model);
        try (SessionOptions options = new SessionOptions()) {
            // What is wrong comes as an exception; a library prints nothing.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setOptimizationLevel(optimization);
            options.setIntraOpNumThreads(threads);
            // Two sessions and the caller's own work take turns; threads that spin would take their cores.
            options.addConfigEntry(SPINNING, "0");
            options.addConfigEntry(
                    EXTERNAL_FOLDER, ExternalData.directory(source).toString());
            return new OnnxSession(source, OrtLibrary.environment().createSession(bytes, options));
        } catch (OrtException e) {
            throw new FormatException(source, "ONNX Runtime cannot load it: " + e.getMessage(), e);
        }
    }

    /** Off the heap, because inline weights may be larger than it. */
    private static ByteBuffer serialize(ModelProto model) {
        try {
            ByteBuffer bytes = ByteBuffer.allocateDirect(model.getSerializedSize());
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            model.writeTo(out);
            out.flush();
            bytes.flip();
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The inputs that it needs. */
    Set<String> inputs() {
        return session.getInputNames();
    }

    /** The outputs with their types as far as ONNX Runtime infers them. */
    Map<String, ValueInfoProto> outputTypes() {
        Map<String, ValueInfoProto> types = new LinkedHashMap<>();
        outputInfos().forEach((name, info) -> types.put(name, type(name, info)));
        return types;
    }

    /** The outputs that are tensors, as ONNX Runtime describes them. */
    Map<String, TensorInfo> outputInfos() {
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        try {
            for (NodeInfo output : session.getOutputInfo().values()) {
                if (output.getInfo() instanceof TensorInfo info) {
                    infos.put(output.getName(), info);
                }
            }
        } catch (OrtException e) {
            throw new FormatException(source, "ONNX Runtime cannot tell its outputs: " + e.getMessage(), e);
        }
        return infos;
    }

    private static ValueInfoProto type(String name, TensorInfo info) {
        long[] shape = info.getShape();
        // ONNX Runtime tells a scalar and a tensor of unknown rank in the same way.
        return shape.length == 0
                ? SubGraph.tensorOfAnyShape(name, TensorValues.elementType(info))
                : SubGraph.tensor(name, TensorValues.elementType(info), shape);
    }

    /**
     * Runs it.
     *
     * @param tensors all inputs
     * @return all outputs; the caller closes them
     * @throws IllegalStateException when ONNX Runtime fails, for instance on windows longer than the model's context
     */
    OrtSession.Result run(Map<String, OnnxTensor> tensors) {
        try {
            return session.run(tensors);
        } catch (OrtException e) {
            throw new IllegalStateException(source + ": ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(source + ": ONNX Runtime failed to close: " + e.getMessage(), e);
        }
    }
}
