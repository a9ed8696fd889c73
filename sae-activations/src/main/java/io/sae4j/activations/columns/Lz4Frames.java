package io.sae4j.activations.columns;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * LZ4 frames (github.com/lz4/lz4, {@code doc/lz4_Frame_format.md}), block by block, with all their checksums. The blocks
 * of what Arrow's C++ library writes refer to those before, which the LZ4 library for Java does not read.
 */
final class Lz4Frames extends InputStream {
    private static final int MAGIC = 0x184D2204;
    private static final int SKIPPED_MAGIC = 0x184D2A50;
    private static final int NOT_PACKED = 0x80000000;
    private static final int HISTORY = 1 << 16;

    private final ByteBuffer in;
    private byte[] packed = new byte[0];
    private byte[] out = new byte[0];
    private int at;
    private int end;
    private boolean inFrame;
    private boolean blockChecks;
    private boolean contentCheck;
    private int blockBytes;
    private XxHash32 content = new XxHash32();

    Lz4Frames(ByteBuffer bytes) {
        in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public int read() throws IOException {
        return more() ? out[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(out, at, target, from, count);
        at += count;
        return count;
    }

    private boolean more() throws IOException {
        try {
            while (at == end) {
                if (inFrame) {
                    nextBlock();
                } else if (in.hasRemaining()) {
                    nextFrame();
                } else {
                    return false;
                }
            }
            return true;
        } catch (BufferUnderflowException e) {
            throw new EOFException("an LZ4 frame ends early");
        }
    }

    private void nextFrame() throws IOException {
        int magic = in.getInt();
        if ((magic & ~0xf) == SKIPPED_MAGIC) {
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new EOFException("an LZ4 frame ends early");
            }
            in.position(in.position() + length);
            return;
        }
        if (magic != MAGIC) {
            throw new IOException("it is no LZ4 frame");
        }
        int start = in.position();
        int flags = in.get();
        int size = (in.get() >>> 4) & 7;
        if ((flags & 0xc3) != 0x40 || size < 4) {
            throw new IOException("its LZ4 frame has unknown options");
        }
        blockChecks = (flags & 0x10) != 0;
        contentCheck = (flags & 4) != 0;
        blockBytes = 1 << (2 * size + 8);
        if ((flags & 8) != 0) {
            in.getLong();
        }
        byte[] descriptor = new byte[in.position() - start];
        in.get(start, descriptor);
        check((XxHash32.of(descriptor, descriptor.length) >>> 8) & 0xff, in.get() & 0xff);
        inFrame = true;
        content = new XxHash32();
        at = 0;
        end = 0;
    }

    private void nextBlock() throws IOException {
        int header = in.getInt();
        if (header == 0) {
            if (contentCheck) {
                check(content.value(), in.getInt());
            }
            inFrame = false;
            return;
        }
        int length = header & ~NOT_PACKED;
        if (length > blockBytes || length > in.remaining()) {
            throw new IOException("an LZ4 block of " + length + " bytes does not fit");
        }
        if (packed.length < length) {
            packed = new byte[length];
        }
        in.get(packed, 0, length);
        if (blockChecks) {
            check(XxHash32.of(packed, length), in.getInt());
        }
        int history = Math.min(HISTORY, end);
        int room = (int) Math.min(blockBytes, Lz4Block.MAX_RATIO * length);
        byte[] next = out.length < history + room ? new byte[history + room] : out;
        System.arraycopy(out, end - history, next, 0, history);
        out = next;
        at = history;
        if ((header & NOT_PACKED) != 0) {
            System.arraycopy(packed, 0, out, at, length);
            end = at + length;
        } else {
            end = Lz4Block.decode(packed, length, out, at);
        }
        if (contentCheck) {
            content.update(out, at, end - at);
        }
    }

    private static void check(int is, int said) throws IOException {
        if (is != said) {
            throw new IOException("an LZ4 frame has another checksum");
        }
    }
}
