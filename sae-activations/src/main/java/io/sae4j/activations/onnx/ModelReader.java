package io.sae4j.activations.onnx;

import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/**
 * Reads the protobuf message of an ONNX file. The file is mapped and weights stay slices of the mapping, so a model of any
 * size costs no more heap than its graph. Unknown fields are kept.
 */
final class ModelReader {
    private ModelReader() {}

    /**
     * @throws FormatException when the file is not an ONNX model or is damaged
     * @throws UncheckedIOException when it cannot be read
     */
    static ModelProto read(Path path) {
        try {
            ModelProto model = parse(path, map(path));
            check(path, model);
            return model;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + ": " + e, e);
        }
    }

    private static MappedByteBuffer map(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size == 0) {
                throw new FormatException(path, "is empty");
            }
            if (size > Integer.MAX_VALUE) {
                throw new FormatException(
                        path,
                        "has " + size
                                + " bytes, but an ONNX file ends at 2 GiB; larger models keep their weights in files beside");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
        }
    }

    private static ModelProto parse(Path path, MappedByteBuffer bytes) throws IOException {
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        in.enableAliasing(true);
        try {
            return ModelProto.parseFrom(in);
        } catch (InvalidProtocolBufferException e) {
            throw new FormatException(path, "is not an ONNX model, or is damaged: " + e.getMessage(), e);
        }
    }

    private static void check(Path path, ModelProto model) {
        GraphProto graph = model.getGraph();
        if (graph.getNodeCount() == 0 || graph.getOutputCount() == 0) {
            throw new FormatException(
                    path, "is not an ONNX model, or is damaged: it holds no graph with nodes and outputs");
        }
        if (model.getOpsetImportCount() == 0) {
            throw new FormatException(path, "is damaged: it does not say which operator set it uses");
        }
    }
}
