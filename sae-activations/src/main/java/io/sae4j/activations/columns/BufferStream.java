package io.sae4j.activations.columns;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** The remaining bytes of a buffer as a stream; the buffer itself is not moved. */
final class BufferStream extends InputStream {
    private final ByteBuffer bytes;

    BufferStream(ByteBuffer bytes) {
        this.bytes = bytes.duplicate();
    }

    @Override
    public int read() {
        return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] out, int at, int length) {
        if (length == 0) {
            return 0;
        }
        int count = Math.min(length, bytes.remaining());
        bytes.get(out, at, count);
        return count == 0 ? -1 : count;
    }

    @Override
    public int available() {
        return bytes.remaining();
    }
}
