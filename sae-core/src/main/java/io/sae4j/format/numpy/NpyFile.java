package io.sae4j.format.numpy;

import io.sae4j.format.FormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * An open {@code .npy} file whose header agrees with its size.
 *
 * @param path the file
 * @param header its header
 * @param channel open for reading; closed by {@link #close()}
 */
public record NpyFile(Path path, NpyHeader header, FileChannel channel) implements AutoCloseable {
    /**
     * Opens {@code path} and checks its header.
     *
     * @throws FormatException when it is not an {@code .npy} file of floating-point numbers, has no entries, is
     *     truncated, or is longer than its header says
     * @throws UncheckedIOException when reading fails
     */
    public static NpyFile open(Path path) {
        FileChannel channel = null;
        boolean opened = false;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            NpyFile file = new NpyFile(path, readHeader(channel, path), channel);
            opened = true;
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + ": " + e, e);
        } finally {
            if (channel != null && !opened) {
                closeQuietly(channel);
            }
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static NpyHeader readHeader(FileChannel channel, Path path) throws IOException {
        NpyHeader header = NpyHeader.read(
                target -> {
                    while (target.hasRemaining()) {
                        if (channel.read(target) < 0) {
                            throw new EOFException();
                        }
                    }
                },
                path.toString());
        long data = channel.size() - header.dataOffset();
        checkSize(header, data, path.toString());
        return header;
    }

    /** Throws unless {@code dataBytes} bytes after the header are what it promises, and not none. */
    static void checkSize(NpyHeader header, long dataBytes, String file) {
        long wanted = header.dataBytes();
        if (dataBytes < wanted) {
            throw new FormatException(
                    file,
                    "is truncated: its .npy header promises " + wanted + " bytes of numbers, it has " + dataBytes,
                    null);
        }
        if (dataBytes > wanted) {
            throw new FormatException(file, (dataBytes - wanted) + " bytes follow the numbers of the .npy file", null);
        }
        if (wanted == 0) {
            throw new FormatException(file, "holds no numbers: shape " + Arrays.toString(header.shape()), null);
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
