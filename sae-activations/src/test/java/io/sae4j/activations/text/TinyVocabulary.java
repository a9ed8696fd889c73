package io.sae4j.activations.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A llama2.c tokenizer file of our own: special tokens, bytes, letters and some pieces. */
final class TinyVocabulary {
    static final List<String> PIECES = List.of(
            " ",
            "a",
            "b",
            "c",
            "d",
            "e",
            "\u00e9",
            "\ud83d\ude00",
            "ab",
            "bc",
            "abc",
            " a",
            " ab",
            "cd",
            "de",
            "aa",
            "aaaa",
            "dede");
    private static final int LONGEST = 8;

    private TinyVocabulary() {}

    /** The id of one of {@link #PIECES}. */
    static int id(String piece) {
        return Llama2cVocabulary.FIRST_BYTE + Llama2cVocabulary.BYTES + PIECES.indexOf(piece);
    }

    static Path write(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes() {
        List<String> all = new ArrayList<>(List.of("<unk>", "\n<s>\n", "\n</s>\n"));
        for (int b = 0; b < Llama2cVocabulary.BYTES; b++) {
            all.add(Llama2cVocabulary.byteName(b));
        }
        all.addAll(PIECES);
        ByteBuffer content = ByteBuffer.allocate(1 << 14).order(ByteOrder.LITTLE_ENDIAN);
        content.putInt(LONGEST);
        for (String piece : all) {
            byte[] utf8 = piece.getBytes(StandardCharsets.UTF_8);
            content.putFloat(score(piece)).putInt(utf8.length).put(utf8);
        }
        byte[] bytes = new byte[content.position()];
        content.flip().get(bytes);
        return bytes;
    }

    /** Later pieces merge later; some are equally good. */
    static float score(String piece) {
        return piece.length() > 1 ? -(PIECES.indexOf(piece) / 2) : 0;
    }
}
