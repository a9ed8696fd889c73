package io.sae4j.activations.text;

import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Characters of a UTF-8 file, block by block; a byte order mark is passed over, and other bytes than UTF-8 are refused. */
final class Utf8Reader implements AutoCloseable {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final Path file;
    private final InputStream input;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK_BYTES).limit(0);
    private final CharBuffer characters = CharBuffer.allocate(BLOCK_BYTES);
    /** Where in the file {@link #bytes} begins. */
    private long offset;

    private boolean ended;
    private boolean begun;

    Utf8Reader(Path file) {
        this.file = file;
        try {
            this.input = Files.newInputStream(file);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Appends the next characters.
     *
     * @return false when there are none left
     */
    boolean readInto(StringBuilder text) {
        characters.clear();
        while (characters.position() == 0 && !(ended && !bytes.hasRemaining())) {
            fill();
            CoderResult result = decoder.decode(bytes, characters, ended);
            if (result.isError()) {
                throw new FormatException(file, "is not UTF-8 at byte " + (offset + bytes.position()));
            }
        }
        characters.flip();
        if (!begun && characters.hasRemaining()) {
            begun = true;
            if (characters.get(characters.position()) == BYTE_ORDER_MARK) {
                characters.get();
                return characters.hasRemaining() ? append(text) : readInto(text);
            }
        }
        return append(text);
    }

    private boolean append(StringBuilder text) {
        text.append(characters);
        return characters.hasRemaining();
    }

    private void fill() {
        if (ended) {
            return;
        }
        offset += bytes.position();
        bytes.compact();
        try {
            int read = input.read(bytes.array(), bytes.position(), bytes.remaining());
            if (read < 0) {
                ended = true;
            } else {
                bytes.position(bytes.position() + read);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        bytes.flip();
    }

    private UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("cannot read " + file + ": " + e, e);
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
