package io.sae4j.format.numpy;

import io.sae4j.format.FloatType;
import io.sae4j.format.FormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** An array of an open {@code .npz} file, read from its first number to its last. Used by one thread. */
public final class NpzArray implements AutoCloseable {
    /** DEFLATE cannot do better than 1032 : 1; an entry that claims more lies about its size. */
    private static final long MAX_DEFLATE_RATIO = 1032;

    private static final int CHUNK_BYTES = 1 << 16;

    private final String where;
    private final long checksum;
    private final CheckedInputStream stream;
    private final ReadableByteChannel channel;
    private final NpyHeader header;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    private long read;

    private NpzArray(CheckedInputStream stream, ZipEntry entry, String where) throws IOException {
        this.where = where;
        this.checksum = entry.getCrc();
        this.stream = stream;
        this.channel = Channels.newChannel(stream);
        this.header = NpyHeader.read(this::fill, where);
        NpyFile.checkSize(header, entry.getSize() - header.dataOffset(), where);
    }

    /** @param where the entry, for messages */
    static NpzArray open(ZipFile zip, ZipEntry entry, String where) {
        if (entry.getSize() / MAX_DEFLATE_RATIO > entry.getCompressedSize()) {
            throw new FormatException(where, "claims an impossible size: " + entry.getSize() + " bytes", null);
        }
        try {
            // Closing the ZIP file closes it too.
            InputStream bytes = zip.getInputStream(entry);
            return new NpzArray(new CheckedInputStream(bytes, new CRC32()), entry, where);
        } catch (IOException e) {
            throw failure(where, e);
        }
    }

    /** The header of the array's {@code .npy} file; it agrees with the entry's size. */
    public NpyHeader header() {
        return header;
    }

    /**
     * Reads the next {@code count} numbers, in the order of the file, into {@code out} from entry {@code outFrom} on.
     *
     * @throws FormatException when they cannot be decompressed
     * @throws UncheckedIOException when reading fails
     */
    public void read(float[] out, int outFrom, int count) {
        FloatType type = header.type();
        int most = CHUNK_BYTES / type.bytes();
        try {
            for (int done = 0; done < count; ) {
                int n = Math.min(most, count - done);
                chunk.clear().limit(n * type.bytes());
                fill(chunk);
                type.decode(chunk, 0, out, outFrom + done, n);
                done += n;
            }
        } catch (IOException e) {
            throw failure(where, e);
        }
    }

    /**
     * Reads what is left and compares the checksum.
     *
     * @throws FormatException when it is wrong, or the entry cannot be decompressed or is longer than it says
     * @throws UncheckedIOException when reading fails
     */
    public void verify() {
        try {
            long left = header.dataOffset() + header.dataBytes() - read;
            while (left > 0) {
                chunk.clear().limit((int) Math.min(left, CHUNK_BYTES));
                left -= chunk.limit();
                fill(chunk);
            }
            if (stream.read() >= 0) {
                throw new FormatException(where, "is longer than its archive says", null);
            }
        } catch (IOException e) {
            throw failure(where, e);
        }
        if (stream.getChecksum().getValue() != checksum) {
            throw new FormatException(where, "is damaged: its bytes do not have the checksum of the archive", null);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills {@code target} from the entry's next bytes. */
    void fill(ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            int n = channel.read(target);
            if (n < 0) {
                throw new EOFException();
            }
            read += n;
        }
    }

    static RuntimeException failure(String where, IOException e) {
        if (e instanceof EOFException) {
            return new FormatException(where, "ends early", e);
        }
        if (e instanceof ZipException) {
            return new FormatException(where, "cannot be decompressed: " + e.getMessage(), e);
        }
        return new UncheckedIOException("cannot read " + where + ": " + e, e);
    }
}
