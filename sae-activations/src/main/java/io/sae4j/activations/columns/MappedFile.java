package io.sae4j.activations.columns;

import io.sae4j.format.FloatType;
import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A memory-mapped file of any size, little-endian. The file is closed as soon as it is mapped; the mapping lasts until
 * it is garbage collected. Reading past the end is an {@link IndexOutOfBoundsException}. Thread-safe.
 *
 * <p>A mapping ends at 2 GB, so there are several; each also holds the first bytes of the next, so that no number
 * straddles two, whatever its alignment.
 */
public final class MappedFile {
    static final int WINDOW_BYTES = 1 << 30;
    private static final int OVERLAP = Long.BYTES;

    private final Path path;
    private final long size;
    private final int windowBytes;
    private final ByteBuffer[] windows;

    private MappedFile(Path path, long size, int windowBytes, ByteBuffer[] windows) {
        this.path = path;
        this.size = size;
        this.windowBytes = windowBytes;
        this.windows = windows;
    }

    /** @throws UncheckedIOException when {@code path} cannot be read */
    public static MappedFile open(Path path) {
        return open(path, WINDOW_BYTES);
    }

    static MappedFile open(Path path, int windowBytes) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer[] windows = new ByteBuffer[Math.toIntExact((size + windowBytes - 1) / windowBytes)];
            for (int w = 0; w < windows.length; w++) {
                long from = (long) w * windowBytes;
                MappedByteBuffer window = channel.map(
                        FileChannel.MapMode.READ_ONLY, from, Math.min(windowBytes + (long) OVERLAP, size - from));
                windows[w] = window.order(ByteOrder.LITTLE_ENDIAN);
            }
            return new MappedFile(path, size, windowBytes, windows);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot map " + path + ": " + e, e);
        }
    }

    /** The file, as it was given. */
    public Path path() {
        return path;
    }

    /** Bytes in the file. */
    public long size() {
        return size;
    }

    /** The byte at {@code at}. */
    public byte getByte(long at) {
        Objects.checkIndex(at, size);
        return window(at).get(inWindow(at));
    }

    /** The four bytes from {@code at} on, as an int. */
    public int getInt(long at) {
        Objects.checkFromIndexSize(at, Integer.BYTES, size);
        return window(at).getInt(inWindow(at));
    }

    /** The eight bytes from {@code at} on, as a long. */
    public long getLong(long at) {
        Objects.checkFromIndexSize(at, Long.BYTES, size);
        return window(at).getLong(inWindow(at));
    }

    /**
     * {@code count} bytes from {@code at} on, little-endian: a view where one mapping holds them, else a copy.
     *
     * @throws FormatException when the file is shorter
     */
    public ByteBuffer bytes(long at, long count) {
        if (at < 0 || count < 0 || count > size - at) {
            throw new FormatException(
                    path, "is truncated or damaged: it has no " + count + " bytes at byte " + at + " of " + size);
        }
        if (count > Integer.MAX_VALUE - Long.BYTES) {
            throw new FormatException(path, "a part of " + count + " bytes is too large; write smaller ones");
        }
        int n = (int) count;
        if (n == 0) {
            return ByteBuffer.allocate(0);
        }
        if (inWindow(at) + (long) n <= window(at).capacity()) {
            return window(at).slice(inWindow(at), n).order(ByteOrder.LITTLE_ENDIAN);
        }
        ByteBuffer copy = ByteBuffer.allocate(n).order(ByteOrder.LITTLE_ENDIAN);
        while (copy.hasRemaining()) {
            long from = at + copy.position();
            int part = Math.min(copy.remaining(), windowBytes - inWindow(from));
            copy.put(window(from).slice(inWindow(from), part));
        }
        return copy.flip();
    }

    /** Decodes {@code count} numbers that lie from byte {@code at} on into {@code out} from {@code outFrom} on. */
    public void decode(FloatType type, long at, float[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(at, (long) count * type.bytes(), size);
        int done = 0;
        while (done < count) {
            long from = at + (long) done * type.bytes();
            int startingHere = (windowBytes - inWindow(from) + type.bytes() - 1) / type.bytes();
            int n = Math.min(count - done, startingHere);
            type.decode(window(from), inWindow(from), out, outFrom + done, n);
            done += n;
        }
    }

    private ByteBuffer window(long at) {
        return windows[(int) (at / windowBytes)];
    }

    private int inWindow(long at) {
        return (int) (at % windowBytes);
    }
}
