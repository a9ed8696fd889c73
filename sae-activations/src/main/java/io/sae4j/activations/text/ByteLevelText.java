package io.sae4j.activations.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * GPT-2's way of writing bytes as visible characters: those that are visible in Latin-1 stand for themselves, the others, in
 * order, for U+0100 and on.
 */
final class ByteLevelText {
    private static final int BYTES = 256;
    private static final int NO_BYTE = -1;
    private static final int[] BYTE_OF = new int[2 * BYTES];

    static {
        Arrays.fill(BYTE_OF, NO_BYTE);
        int next = BYTES;
        for (int b = 0; b < BYTES; b++) {
            boolean visible = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || (b >= 0xae && b <= 0xff);
            BYTE_OF[visible ? b : next++] = b;
        }
    }

    private ByteLevelText() {}

    /** The text of {@code token}; itself when it has characters that stand for no byte, or its bytes are no complete text. */
    static String read(String token) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c >= BYTE_OF.length || BYTE_OF[c] == NO_BYTE) {
                return token;
            }
            bytes.write(BYTE_OF[c]);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return token;
        }
    }
}
