package io.sae4j.format.safetensors;

import io.sae4j.format.FloatType;
import io.sae4j.format.FormatException;
import io.sae4j.format.TensorChunks;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An open safetensors file: the header is read and checked, tensors are read on demand. Files and tensors of any size
 * work; only what is asked for enters memory. Thread-safe.
 */
public final class SafetensorsFile implements AutoCloseable {
    /** No SAE comes near; the reference implementation allows 100 MB. */
    private static final long MAX_HEADER_BYTES = 16 << 20;

    private final Path file;
    private final FileChannel channel;
    private final long dataStart;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        long size = channel.size();
        if (size < Long.BYTES) {
            throw new FormatException(file, "is too short for a safetensors file: " + size + " bytes");
        }
        ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(prefix, 0);
        long headerBytes = prefix.getLong(0);
        if (headerBytes < 0 || headerBytes > size - Long.BYTES) {
            throw new FormatException(
                    file,
                    "safetensors header is said to have " + Long.toUnsignedString(headerBytes)
                            + " bytes, but the file has " + size);
        }
        if (headerBytes > MAX_HEADER_BYTES) {
            throw new FormatException(
                    file, "safetensors header of " + headerBytes + " bytes; at most " + MAX_HEADER_BYTES + " are read");
        }
        byte[] json = new byte[(int) headerBytes];
        readFully(ByteBuffer.wrap(json), Long.BYTES);
        this.dataStart = Long.BYTES + headerBytes;
        this.header = SafetensorsHeader.parse(json, size - dataStart, file);
    }

    /**
     * Opens {@code file} and reads its header.
     *
     * @throws FormatException when the header is not one, or does not agree with the file's size
     * @throws UncheckedIOException when reading fails
     */
    public static SafetensorsFile open(Path file) {
        FileChannel channel = null;
        boolean opened = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            SafetensorsFile result = new SafetensorsFile(file, channel);
            opened = true;
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        } finally {
            if (channel != null && !opened) {
                closeQuietly(channel);
            }
        }
    }

    /** Tensor names in the header's order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(header.tensors().keySet());
    }

    /** The file's own {@code __metadata__}; empty when there is none. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    /** @throws FormatException when there is no tensor {@code name} */
    public TensorInfo info(String name) {
        TensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw new FormatException(file, "tensor '" + name + "' is missing; there are " + names());
        }
        return info;
    }

    /**
     * The type of tensor {@code name}'s numbers.
     *
     * @throws FormatException when it is missing, or not of type F32, F16, BF16 or F64
     */
    public FloatType floatType(String name) {
        String dtype = info(name).dtype();
        for (FloatType type : FloatType.values()) {
            if (type.name().equals(dtype)) {
                return type;
            }
        }
        throw new FormatException(
                file, "tensor '" + name + "' has dtype " + dtype + "; F32, F16, BF16 and F64 can be read");
    }

    /**
     * Byte of the file at which the numbers of tensor {@code name} begin, row-major and without gaps.
     *
     * @throws FormatException when it is missing
     */
    public long offset(String name) {
        return dataStart + info(name).begin();
    }

    /** The file, open for reading, so that tensors can be mapped; closed by {@link #close()}. */
    public FileChannel channel() {
        return channel;
    }

    /**
     * Reads tensor {@code name} as a fresh detached row-major FLOAT array. Values are not judged: NaN and infinities
     * are passed on.
     *
     * @throws FormatException when it is missing, has no entries, or is not of type F32, F16, BF16 or F64
     * @throws UncheckedIOException when reading fails
     */
    public INDArray read(String name) {
        TensorInfo info = info(name);
        FloatType type = floatType(name);
        if (info.length() == 0) {
            throw new FormatException(file, "tensor '" + name + "' has no entries");
        }
        long[] at = {offset(name)};
        try {
            return TensorChunks.read(type, info.shape(), target -> at[0] += readFully(target, at[0]));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read tensor '" + name + "' of " + file + ": " + e, e);
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private int readFully(ByteBuffer target, long position) throws IOException {
        int bytes = target.remaining();
        while (target.hasRemaining()) {
            if (channel.read(target, position + bytes - target.remaining()) < 0) {
                throw new EOFException("the file ends early");
            }
        }
        return bytes;
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
