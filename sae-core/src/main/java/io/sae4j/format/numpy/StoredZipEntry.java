package io.sae4j.format.numpy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * Finds where the bytes of a stored entry lie in a ZIP file, which {@link java.util.zip.ZipFile} does not tell. It
 * reads plain archives only (PKWARE's APPNOTE 6.3, sections 4.3 and 4.5.3; ZIP64 included); where anything is unusual
 * it finds nothing, and the entry is read through {@code ZipFile}.
 */
final class StoredZipEntry {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT = 0xffff;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int LOCATOR64_BYTES = 20;
    private static final int END64 = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_BYTES = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final long MAX_DIRECTORY = 16 << 20;
    private static final long IN_ZIP64 = 0xffffffffL;
    private static final int ZIP64_FIELD = 1;
    private static final int CHUNK_BYTES = 1 << 20;

    private StoredZipEntry() {}

    /** The first byte of {@code entry}; empty when it is not found or its checksum is not the directory's. */
    static OptionalLong find(FileChannel channel, ZipEntry entry) throws IOException {
        try {
            ByteBuffer directory = directory(channel);
            long header = localHeader(directory, entry);
            if (header < 0) {
                return OptionalLong.empty();
            }
            ByteBuffer local = read(channel, header, LOCAL_BYTES);
            long data = header + LOCAL_BYTES + u2(local, 26) + u2(local, 28);
            boolean found = local.getInt(0) == LOCAL && checksum(channel, data, entry.getSize()) == entry.getCrc();
            return found ? OptionalLong.of(data) : OptionalLong.empty();
        } catch (EOFException | IndexOutOfBoundsException e) {
            return OptionalLong.empty();
        }
    }

    /** The central directory; empty when it is not where the archive's end says. */
    private static ByteBuffer directory(FileChannel channel) throws IOException {
        long size = channel.size();
        long tailStart = Math.max(0, size - END_BYTES - MAX_COMMENT);
        ByteBuffer tail = read(channel, tailStart, (int) (size - tailStart));
        for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END && at + END_BYTES + u2(tail, at + 20) == tail.limit()) {
                return directory(channel, tailStart + at, u4(tail, at + 12), u4(tail, at + 16));
            }
        }
        return ByteBuffer.allocate(0);
    }

    private static ByteBuffer directory(FileChannel channel, long end, long bytes, long offset) throws IOException {
        long directoryEnd = end;
        long directoryBytes = bytes;
        long directoryOffset = offset;
        if (bytes == IN_ZIP64 || offset == IN_ZIP64) {
            ByteBuffer locator = read(channel, end - LOCATOR64_BYTES, LOCATOR64_BYTES);
            directoryEnd = locator.getLong(8);
            ByteBuffer end64 = read(channel, directoryEnd, END64_BYTES);
            if (locator.getInt(0) != LOCATOR64 || end64.getInt(0) != END64) {
                return ByteBuffer.allocate(0);
            }
            directoryBytes = end64.getLong(40);
            directoryOffset = end64.getLong(48);
        }
        if (directoryBytes < 0
                || directoryBytes > MAX_DIRECTORY
                || directoryOffset < 0
                || directoryOffset != directoryEnd - directoryBytes) {
            return ByteBuffer.allocate(0);
        }
        return read(channel, directoryOffset, (int) directoryBytes);
    }

    /** Where the local header of {@code entry} begins, or -1. */
    private static long localHeader(ByteBuffer directory, ZipEntry entry) {
        byte[] name = entry.getName().getBytes(StandardCharsets.UTF_8);
        int at = 0;
        while (at + CENTRAL_BYTES <= directory.limit() && directory.getInt(at) == CENTRAL) {
            int nameBytes = u2(directory, at + 28);
            int extraBytes = u2(directory, at + 30);
            int extra = at + CENTRAL_BYTES + nameBytes;
            if (directory.slice(at + CENTRAL_BYTES, nameBytes).equals(ByteBuffer.wrap(name))) {
                long offset = u4(directory, at + 42);
                return offset == IN_ZIP64 ? offset64(directory, at, extra, extraBytes) : offset;
            }
            at = extra + extraBytes + u2(directory, at + 32);
        }
        return -1;
    }

    /** The ZIP64 field holds, in this order, those of size, compressed size and offset that do not fit into 32 bits. */
    private static long offset64(ByteBuffer directory, int entry, int extra, int extraBytes) {
        int skipped = (u4(directory, entry + 24) == IN_ZIP64 ? Long.BYTES : 0)
                + (u4(directory, entry + 20) == IN_ZIP64 ? Long.BYTES : 0);
        int at = extra;
        while (at + 4 <= extra + extraBytes) {
            int bytes = u2(directory, at + 2);
            if (u2(directory, at) == ZIP64_FIELD && bytes >= skipped + Long.BYTES) {
                return directory.getLong(at + 4 + skipped);
            }
            at += 4 + bytes;
        }
        return -1;
    }

    private static long checksum(FileChannel channel, long offset, long bytes) throws IOException {
        CRC32 crc = new CRC32();
        ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(Math.max(bytes, 1), CHUNK_BYTES));
        for (long done = 0; done < bytes; done += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), bytes - done));
            fill(channel, offset + done, chunk);
            crc.update(chunk.flip());
        }
        return crc.getValue();
    }

    private static ByteBuffer read(FileChannel channel, long offset, int bytes) throws IOException {
        if (offset < 0 || offset > channel.size() - bytes) {
            throw new EOFException();
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        fill(channel, offset, buffer);
        return buffer.flip();
    }

    private static void fill(FileChannel channel, long offset, ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target, offset + target.position()) < 0) {
                throw new EOFException();
            }
        }
    }

    private static int u2(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xffff;
    }

    private static long u4(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & 0xffffffffL;
    }
}
