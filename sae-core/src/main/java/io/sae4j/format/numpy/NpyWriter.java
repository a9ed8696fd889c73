package io.sae4j.format.numpy;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import io.sae4j.format.AtomicFiles;
import io.sae4j.format.FloatType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes float rows one after the other to a two-dimensional {@code '<f4'} {@code .npy} file, whose number of rows need
 * not be known beforehand.
 *
 * <p>Rows go to a file beside {@code target}. {@link #commit()} moves it into place; {@link #close()} without a commit
 * deletes it:
 *
 * <pre>{@code
 * try (NpyWriter writer = NpyWriter.create(path, width)) {
 *     writer.write(rows, 0, count);
 *     writer.commit();
 * }
 * }</pre>
 *
 * <p>Not thread-safe. Disk failures are {@link UncheckedIOException}s.
 */
public final class NpyWriter implements AutoCloseable {
    /** Room for any number of rows, as NumPy reserves it. */
    private static final int HEADER_BYTES = 128;

    private static final int BUFFER_BYTES = 1 << 20;

    private final Path target;
    private final Path temporary;
    private final int width;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long rows;
    private boolean committed;

    private NpyWriter(Path target, int width) throws IOException {
        this.target = target;
        this.width = width;
        this.temporary = AtomicFiles.temporarySibling(target);
        this.channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.position(HEADER_BYTES);
    }

    /**
     * Starts a file; nothing appears at {@code target} before {@link #commit()}. Missing parent directories are made.
     *
     * @param width entries of a row, positive
     */
    public static NpyWriter create(Path target, int width) {
        checkArgument(width > 0, "width must be positive, got %s", width);
        try {
            return new NpyWriter(target, width);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + target + ": " + e, e);
        }
    }

    /** Rows written so far. */
    public long rows() {
        return rows;
    }

    /**
     * Appends {@code count} rows.
     *
     * @param values row-major {@code [count, width]} from entry {@code from} on; not modified
     * @throws IllegalStateException after {@link #commit()} or {@link #close()}
     */
    public void write(float[] values, int from, int count) {
        checkOpen();
        long end = from + (long) count * width;
        checkArgument(
                from >= 0 && count >= 0 && end <= values.length,
                "%s rows of %s from entry %s do not fit values of length %s",
                count,
                width,
                from,
                values.length);
        try {
            int chunk = BUFFER_BYTES / Float.BYTES;
            for (int at = from; at < end; at += chunk) {
                int n = (int) Math.min(chunk, end - at);
                buffer.clear().limit(n * Float.BYTES);
                buffer.asFloatBuffer().put(values, at, n);
                writeFully(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + target + ": " + e, e);
        }
        rows += count;
    }

    /**
     * Completes the file and moves it into place, replacing an older one.
     *
     * @throws IllegalStateException when called twice or after {@link #close()}
     */
    public void commit() {
        checkOpen();
        try {
            channel.position(0);
            writeFully(ByteBuffer.wrap(NpyHeader.write(FloatType.F32, false, HEADER_BYTES, rows, width)));
            channel.force(true);
            channel.close();
            AtomicFiles.moveIntoPlace(temporary, target);
            committed = true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + target + ": " + e, e);
        }
    }

    /** Deletes what was written unless it was committed. */
    @Override
    public void close() {
        if (committed) {
            return;
        }
        try {
            channel.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + temporary + ": " + e, e);
        }
    }

    private void checkOpen() {
        checkState(!committed && channel.isOpen(), "the writer of %s is closed", target);
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
