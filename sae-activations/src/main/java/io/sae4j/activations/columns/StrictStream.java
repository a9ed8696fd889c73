package io.sae4j.activations.columns;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Turns what a decompressor throws on damaged input, whatever it is, into an {@link IOException}. */
final class StrictStream extends FilterInputStream {
    StrictStream(InputStream stream) {
        super(stream);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] out, int at, int length) throws IOException {
        try {
            return super.read(out, at, length);
        } catch (RuntimeException e) {
            throw new IOException(e.toString(), e);
        }
    }
}
