package io.sae4j.activations.columns;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Snappy's raw format. */
final class Snappy {
    /** A copy of 64 bytes takes two. */
    private static final long MAX_RATIO = 32;

    private Snappy() {}

    static byte[] unpack(ByteBuffer packed, long size) throws IOException {
        byte[] in = new byte[packed.remaining()];
        packed.duplicate().get(in);
        int said = org.xerial.snappy.Snappy.uncompressedLength(in);
        if (said != size) {
            throw new IOException("it is said to hold " + said + " bytes, expected " + size);
        }
        if (size > MAX_RATIO * in.length) {
            throw new IOException(in.length + " bytes cannot hold " + size);
        }
        byte[] out = new byte[(int) size];
        int count = org.xerial.snappy.Snappy.uncompress(in, 0, in.length, out, 0);
        if (count != size) {
            throw new IOException("it holds " + count + " bytes, expected " + size);
        }
        return out;
    }
}
