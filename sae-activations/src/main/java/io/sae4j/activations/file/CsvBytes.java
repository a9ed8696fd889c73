package io.sae4j.activations.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The bytes of a text file, with every kind of line break as a line feed. */
final class CsvBytes implements AutoCloseable {
    /** What {@link #read} and {@link #peek} answer at the end of the file. */
    static final int END = -1;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final InputStream stream;
    /** {@code BufferedInputStream} takes a lock for each byte, which makes parsing twice as slow. */
    private final byte[] buffer = new byte[BUFFER_BYTES];

    private int at;
    private int limit;

    private CsvBytes(InputStream stream) {
        this.stream = stream;
    }

    /** Opens {@code file} after its byte order mark. */
    static CsvBytes open(Path file) throws IOException {
        CsvBytes bytes = new CsvBytes(Files.newInputStream(file));
        bytes.limit = bytes.stream.readNBytes(bytes.buffer, 0, BUFFER_BYTES);
        int mark = BYTE_ORDER_MARK.length;
        if (bytes.limit >= mark && Arrays.equals(bytes.buffer, 0, mark, BYTE_ORDER_MARK, 0, mark)) {
            bytes.at = mark;
        }
        return bytes;
    }

    /** The next byte, which stays the next one. */
    int peek() throws IOException {
        if (at == limit) {
            at = 0;
            limit = Math.max(0, stream.read(buffer));
        }
        return at == limit ? END : buffer[at] & 0xff;
    }

    int read() throws IOException {
        int b = peek();
        if (b == END) {
            return END;
        }
        at++;
        if (b != '\r') {
            return b;
        }
        if (peek() == '\n') {
            at++;
        }
        return '\n';
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
