package io.sae4j.activations.rows;

import io.sae4j.format.FloatType;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A matrix of numbers that lies in a file, to be memory-mapped: it costs no heap, and may be larger than memory and
 * than 2 GB.
 *
 * <p>A mapping outlives the channel; it lasts until the table is garbage collected, since Java offers no safe way to
 * end it earlier. Meanwhile the file must not be shortened (reading would then fail with an {@link InternalError}), and
 * on Windows it cannot be deleted.
 *
 * @param offset byte of the file at which the numbers begin; any alignment
 * @param type type of the numbers
 * @param rows at least 1
 * @param width from 1 to {@link #MAX_WIDTH}
 */
public record MappedMatrix(long offset, FloatType type, long rows, int width) {
    /** A {@code MappedByteBuffer} ends at 2 GB; the largest power of two below is used. */
    public static final int WINDOW_BYTES = 1 << 30;
    /** A row of the widest type must fit into one mapping. */
    public static final int MAX_WIDTH = WINDOW_BYTES / Double.BYTES;

    /**
     * Maps rows that lie one after the other (C order).
     *
     * @throws IOException when mapping fails; also when the file ends before the numbers do
     */
    public RowTable mapRowMajor(FileChannel channel) throws IOException {
        return mapRowMajor(channel, WINDOW_BYTES);
    }

    /** @param windowBytes size of a mapping */
    public RowTable mapRowMajor(FileChannel channel, int windowBytes) throws IOException {
        return MappedRowMajor.map(channel, this, windowBytes);
    }

    /**
     * Maps columns that lie one after the other (Fortran order). A row then touches as many pages as it has entries.
     *
     * @throws IOException when mapping fails; also when the file ends before the numbers do
     */
    public RowTable mapColumnMajor(FileChannel channel) throws IOException {
        return mapColumnMajor(channel, WINDOW_BYTES);
    }

    /** @param windowBytes size of a mapping, a power of two */
    public RowTable mapColumnMajor(FileChannel channel, int windowBytes) throws IOException {
        return MappedColumnMajor.map(channel, this, windowBytes);
    }

    /** Maps the numbers in pieces of {@code windowBytes}, the last one shorter. */
    MappedByteBuffer[] windows(FileChannel channel, long windowBytes) throws IOException {
        long total = Math.multiplyExact(Math.multiplyExact(rows, width), type.bytes());
        if (channel.size() - offset < total) {
            throw new IOException("the file ends before its numbers do");
        }
        MappedByteBuffer[] windows = new MappedByteBuffer[Math.toIntExact((total + windowBytes - 1) / windowBytes)];
        for (int w = 0; w < windows.length; w++) {
            long from = w * windowBytes;
            windows[w] = channel.map(FileChannel.MapMode.READ_ONLY, offset + from, Math.min(windowBytes, total - from));
        }
        return windows;
    }
}
