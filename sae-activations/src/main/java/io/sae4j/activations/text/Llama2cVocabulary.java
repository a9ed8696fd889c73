package io.sae4j.activations.text;

import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The tokens of a llama2.c tokenizer file: int32 longest piece in bytes, then for each token float32 score, int32 n, n bytes
 * of UTF-8, all little-endian. The file does not say how many tokens there are; it is read to its end, so that one cut
 * exactly between two tokens cannot be told from a smaller one.
 */
record Llama2cVocabulary(List<String> pieces, List<Float> scores) {
    static final int UNKNOWN = 0;
    static final int START = 1;
    static final int END = 2;
    /** The token of byte b is {@code FIRST_BYTE + b}. */
    static final int FIRST_BYTE = 3;

    static final int BYTES = 256;
    private static final long MAX_FILE_BYTES = 64 << 20;

    static Llama2cVocabulary read(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_FILE_BYTES) {
                throw new FormatException(file, "is too large for a llama2.c tokenizer: " + size + " bytes");
            }
            return parse(file, ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        }
    }

    private static Llama2cVocabulary parse(Path file, ByteBuffer content) {
        List<String> pieces = new ArrayList<>();
        List<Float> scores = new ArrayList<>();
        try {
            int longest = content.getInt();
            while (content.hasRemaining()) {
                float score = content.getFloat();
                int length = content.getInt();
                if (!Float.isFinite(score)) {
                    throw new FormatException(file, "token " + pieces.size() + " has the score " + score);
                }
                if (length < 0 || length > longest) {
                    throw new FormatException(
                            file,
                            "token " + pieces.size() + " has " + length + " bytes, the longest should have " + longest);
                }
                if (length > content.remaining()) {
                    throw new BufferUnderflowException();
                }
                pieces.add(text(content.slice().limit(length)));
                scores.add(score);
                content.position(content.position() + length);
            }
        } catch (BufferUnderflowException e) {
            throw new FormatException(file, "ends within token " + pieces.size(), e);
        } catch (CharacterCodingException e) {
            throw new FormatException(file, "token " + pieces.size() + " is not UTF-8", e);
        }
        checkByteTokens(file, pieces);
        return new Llama2cVocabulary(List.copyOf(pieces), List.copyOf(scores));
    }

    private static String text(ByteBuffer bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }

    private static void checkByteTokens(Path file, List<String> pieces) {
        if (pieces.size() < FIRST_BYTE + BYTES) {
            throw new FormatException(
                    file, "has " + pieces.size() + " tokens; three special ones and 256 for bytes are the least");
        }
        for (int b = 0; b < BYTES; b++) {
            String wanted = byteName(b);
            if (!pieces.get(FIRST_BYTE + b).equals(wanted)) {
                throw new FormatException(
                        file,
                        "token " + (FIRST_BYTE + b) + " must be " + wanted + ", got '" + pieces.get(FIRST_BYTE + b)
                                + "'");
            }
        }
        if (!pieces.contains(" ")) {
            throw new FormatException(file, "has no token for a space");
        }
    }

    static String byteName(int b) {
        return String.format(Locale.ROOT, "<0x%02X>", b);
    }

    static boolean isByte(int id) {
        return id >= FIRST_BYTE && id < FIRST_BYTE + BYTES;
    }
}
