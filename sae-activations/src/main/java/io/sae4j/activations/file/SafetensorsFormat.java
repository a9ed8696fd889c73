package io.sae4j.activations.file;

import io.sae4j.activations.rows.MappedMatrix;
import io.sae4j.activations.rows.RowTable;
import io.sae4j.activations.rows.RowTableSource;
import io.sae4j.data.ActivationSource;
import io.sae4j.format.safetensors.SafetensorsFile;
import io.sae4j.format.safetensors.TensorInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A two-dimensional tensor {@code [rows, width]} of type F16, BF16, F32 or F64 in a {@code .safetensors} file, to be
 * named where there are several. It is memory-mapped: see {@link MappedMatrix}.
 */
public final class SafetensorsFormat implements ActivationFormat {
    private static final Set<String> FLOATING_POINT = Set.of("F16", "BF16", "F32", "F64");
    private static final int MAX_HEADER = 100_000_000;

    @Override
    public String name() {
        return ".safetensors";
    }

    @Override
    public boolean recognises(Path file) {
        return FileHead.hasSuffix(file, ".safetensors") || looksLikeIt(FileHead.bytes(file, Long.BYTES + 1));
    }

    /** The length of the header, and the brace that the header begins with. */
    private static boolean looksLikeIt(byte[] head) {
        if (head.length <= Long.BYTES || head[Long.BYTES] != '{') {
            return false;
        }
        long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        return length > 1 && length <= MAX_HEADER;
    }

    @Override
    public ActivationSource open(Path file, FileOptions options) {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            List<String> candidates = tensors.names().stream()
                    .filter(name -> isCandidate(tensors.info(name)))
                    .toList();
            String name = Candidates.choose(file, options, "tensor", tensors.names(), candidates);
            return new RowTableSource(file + " (tensor '" + name + "')", map(file, tensors, name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot map " + file + ": " + e, e);
        }
    }

    private static boolean isCandidate(TensorInfo info) {
        return info.shape().length == 2 && FLOATING_POINT.contains(info.dtype());
    }

    private static RowTable map(Path file, SafetensorsFile tensors, String name) throws IOException {
        long[] shape = tensors.info(name).shape();
        Candidates.requireMatrix(file, "tensor '" + name + "'", shape, MappedMatrix.MAX_WIDTH);
        return new MappedMatrix(tensors.offset(name), tensors.floatType(name), shape[0], (int) shape[1])
                .mapRowMajor(tensors.channel());
    }
}
