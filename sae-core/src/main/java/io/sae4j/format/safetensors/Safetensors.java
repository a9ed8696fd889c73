package io.sae4j.format.safetensors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.format.AtomicFiles;
import io.sae4j.format.FloatType;
import io.sae4j.format.FormatException;
import io.sae4j.format.JsonFiles;
import io.sae4j.format.TensorChunks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whole safetensors files: all tensors in, all tensors out. */
public final class Safetensors {
    private static final int ALIGNMENT = 8;

    private Safetensors() {}

    /**
     * Reads every tensor of {@code file}; see {@link SafetensorsFile} for reading some.
     *
     * @return fresh detached row-major FLOAT arrays by name, in the header's order
     * @throws FormatException when the file is not a safetensors file or holds a tensor that is not floating-point
     * @throws java.io.UncheckedIOException when reading fails
     */
    public static Map<String, INDArray> read(Path file) {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            Map<String, INDArray> tensors = new LinkedHashMap<>();
            for (String name : open.names()) {
                tensors.put(name, open.read(name));
            }
            return tensors;
        }
    }

    /** {@link #write(Path, Map, Map)} without {@code __metadata__}. */
    public static void write(Path file, Map<String, INDArray> tensors) {
        write(file, tensors, Map.of());
    }

    /**
     * Writes tensors as F32 in the order of {@code tensors}. The file is written beside and moved into place.
     *
     * @param tensors arrays of any floating-point type and memory order; not modified
     * @param metadata the file's {@code __metadata__}, left out when empty
     * @throws IllegalArgumentException when a tensor is called {@code __metadata__}
     * @throws java.io.UncheckedIOException when writing fails; nothing is left behind
     */
    public static void write(Path file, Map<String, INDArray> tensors, Map<String, String> metadata) {
        byte[] header = header(tensors, metadata);
        AtomicFiles.writeFile(file, path -> {
            try (FileChannel channel =
                    FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeFully(channel, ByteBuffer.wrap(header));
                for (INDArray tensor : tensors.values()) {
                    writeTensor(channel, tensor);
                }
                channel.force(true);
            }
        });
    }

    private static byte[] header(Map<String, INDArray> tensors, Map<String, String> metadata) {
        ObjectNode root = JsonFiles.MAPPER.createObjectNode();
        if (!metadata.isEmpty()) {
            root.set(SafetensorsHeader.METADATA, JsonFiles.toNode(metadata));
        }
        long at = 0;
        for (Map.Entry<String, INDArray> entry : tensors.entrySet()) {
            if (entry.getKey().equals(SafetensorsHeader.METADATA)) {
                throw new IllegalArgumentException("a tensor cannot be called " + SafetensorsHeader.METADATA);
            }
            INDArray tensor = entry.getValue();
            long end = Math.addExact(at, Math.multiplyExact(tensor.length(), Float.BYTES));
            ObjectNode info = root.putObject(entry.getKey());
            info.put("dtype", FloatType.F32.name());
            info.set("shape", JsonFiles.toNode(tensor.shape()));
            info.set("data_offsets", JsonFiles.toNode(new long[] {at, end}));
            at = end;
        }
        return pad(JsonFiles.toBytes(root));
    }

    private static byte[] pad(byte[] json) {
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.array();
    }

    private static void writeTensor(FileChannel channel, INDArray tensor) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(TensorChunks.CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        TensorChunks.forEach(tensor, (at, values, count) -> {
            bytes.clear().limit(count * Float.BYTES);
            bytes.asFloatBuffer().put(values, 0, count);
            writeFully(channel, bytes);
        });
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
