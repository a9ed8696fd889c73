package io.sae4j.activations.columns;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.xxhash.XXHashFactory;

/** LZ4 in plain Java: no native code and no {@code Unsafe} sees a damaged file. */
final class Lz4 {
    /** LZ4 cannot do better than 255 : 1. */
    private static final long MAX_RATIO = 255;

    private Lz4() {}

    static InputStream stream(InputStream packed) throws IOException {
        LZ4FrameInputStream frames = new LZ4FrameInputStream(
                packed,
                LZ4Factory.safeInstance().safeDecompressor(),
                XXHashFactory.safeInstance().hash32());
        return new StrictStream(frames);
    }

    static byte[] block(ByteBuffer packed, long size) throws IOException {
        if (size > MAX_RATIO * packed.remaining()) {
            throw new IOException(packed.remaining() + " bytes cannot hold " + size);
        }
        byte[] in = new byte[packed.remaining()];
        packed.duplicate().get(in);
        byte[] out = new byte[(int) size];
        try {
            int count = LZ4Factory.safeInstance().safeDecompressor().decompress(in, out);
            if (count != out.length) {
                throw new IOException("it holds " + count + " bytes, expected " + size);
            }
            return out;
        } catch (LZ4Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
