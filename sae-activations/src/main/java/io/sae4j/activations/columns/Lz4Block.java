package io.sae4j.activations.columns;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Decodes LZ4 blocks (github.com/lz4/lz4, {@code doc/lz4_Block_format.md}), with every place checked. */
final class Lz4Block {
    /** A byte of a length adds at most 255 to what comes out. */
    static final long MAX_RATIO = 255;

    private static final int LONG_LENGTH = 15;
    private static final int SHORTEST_MATCH = 4;

    private Lz4Block() {}

    /** All of a block that is said to hold {@code size} bytes. */
    static byte[] decode(ByteBuffer packed, long size) throws IOException {
        if (size > MAX_RATIO * packed.remaining()) {
            throw new IOException(packed.remaining() + " bytes cannot hold " + size);
        }
        byte[] in = new byte[packed.remaining()];
        packed.duplicate().get(in);
        byte[] out = new byte[(int) size];
        int end = decode(in, in.length, out, 0);
        if (end != out.length) {
            throw new IOException("it holds " + end + " bytes, expected " + size);
        }
        return out;
    }

    /**
     * Decodes a block into {@code out} from entry {@code from} on; what lies before may be repeated.
     *
     * @param length bytes of the block, the first ones of {@code in}
     * @return the entry after the last one written
     */
    static int decode(byte[] in, int length, byte[] out, int from) throws IOException {
        int at = 0;
        int to = from;
        while (at < length) {
            int token = in[at++] & 0xff;
            long literals = (long) token >>> 4;
            if (literals == LONG_LENGTH) {
                int next;
                do {
                    next = byteAt(in, at++, length);
                    literals += next;
                } while (next == 255);
            }
            if (literals > length - at || literals > out.length - to) {
                throw new IOException("an LZ4 block has " + literals + " literals where they have no room");
            }
            System.arraycopy(in, at, out, to, (int) literals);
            at += (int) literals;
            to += (int) literals;
            if (at == length) {
                return to;
            }
            int distance = byteAt(in, at, length) | (byteAt(in, at + 1, length) << Byte.SIZE);
            at += 2;
            long match = token & LONG_LENGTH;
            if (match == LONG_LENGTH) {
                int next;
                do {
                    next = byteAt(in, at++, length);
                    match += next;
                } while (next == 255);
            }
            match += SHORTEST_MATCH;
            if (distance == 0 || distance > to || match > out.length - to) {
                throw new IOException(
                        "an LZ4 block repeats " + match + " bytes from " + distance + " bytes before " + to);
            }
            repeat(out, to, distance, (int) match);
            to += (int) match;
        }
        throw new IOException("an LZ4 block ends within a sequence");
    }

    private static void repeat(byte[] out, int to, int distance, int count) {
        if (distance >= count) {
            System.arraycopy(out, to - distance, out, to, count);
            return;
        }
        for (int i = to; i < to + count; i++) {
            out[i] = out[i - distance];
        }
    }

    private static int byteAt(byte[] in, int at, int length) throws IOException {
        if (at >= length) {
            throw new IOException("an LZ4 block ends within a sequence");
        }
        return in[at] & 0xff;
    }
}
