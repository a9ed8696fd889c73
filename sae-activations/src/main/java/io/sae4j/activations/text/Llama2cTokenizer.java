package io.sae4j.activations.text;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.format.FormatException;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The tokenizer of llama2.c's models, read from its own file ({@code tokenizer.bin}, {@code tok512.bin}): pairs merged by
 * score, a space put before every text, bytes for characters that have no token. {@code <unk>} is 0, the start token 1, the
 * end token 2, and byte b is 3 + b. Immutable.
 *
 * <p>{@code decode} drops the space that follows the start token, so with {@code ids = [1, encode(text)…]} it gives
 * {@code text} back; ids without a start token keep their leading space. Unpaired surrogates are read as {@code '?'}, and
 * bytes that are not UTF-8 are decoded to U+FFFD.
 */
public final class Llama2cTokenizer implements Tokenizer {
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;

    private final Llama2cVocabulary vocabulary;
    private final Map<String, Integer> ids = new HashMap<>();
    private final PairMerger merger;

    private Llama2cTokenizer(Llama2cVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        for (int id = Llama2cVocabulary.FIRST_BYTE + Llama2cVocabulary.BYTES; id < vocabularySize(); id++) {
            ids.putIfAbsent(vocabulary.pieces().get(id), id);
        }
        this.merger = new PairMerger(ids, vocabulary.scores());
    }

    /**
     * Reads a tokenizer file.
     *
     * @throws FormatException when it is not one
     * @throws UncheckedIOException when it cannot be read
     */
    public static Llama2cTokenizer open(Path file) {
        return new Llama2cTokenizer(Llama2cVocabulary.read(file));
    }

    @Override
    public int[] encode(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int[] symbols = new int[utf8.length + 1];
        int count = append(symbols, 0, " ");
        for (int i = 0; i < text.length(); ) {
            int end = text.offsetByCodePoints(i, 1);
            count = append(symbols, count, text.substring(i, end));
            i = end;
        }
        return Arrays.copyOf(symbols, merger.merge(symbols, count));
    }

    private int append(int[] symbols, int count, String character) {
        int next = count;
        Integer id = ids.get(character);
        if (id != null) {
            symbols[next++] = id;
        } else {
            for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
                symbols[next++] = Llama2cVocabulary.FIRST_BYTE + Byte.toUnsignedInt(b);
            }
        }
        return next;
    }

    @Override
    public String decode(int[] tokens) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        boolean afterStart = false;
        for (int id : tokens) {
            checkId(id);
            if (Llama2cVocabulary.isByte(id)) {
                text.write(id - Llama2cVocabulary.FIRST_BYTE);
            } else if (id != Llama2cVocabulary.START && id != Llama2cVocabulary.END) {
                String piece = vocabulary.pieces().get(id);
                text.writeBytes((afterStart && piece.startsWith(" ") ? piece.substring(1) : piece)
                        .getBytes(StandardCharsets.UTF_8));
            }
            afterStart = id == Llama2cVocabulary.START;
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Override
    public String token(int id) {
        checkId(id);
        if (Llama2cVocabulary.isByte(id)) {
            int b = id - Llama2cVocabulary.FIRST_BYTE;
            boolean readable = (b >= FIRST_PRINTABLE && b <= LAST_PRINTABLE) || b == '\n' || b == '\r' || b == '\t';
            return readable ? String.valueOf((char) b) : Llama2cVocabulary.byteName(b);
        }
        String piece = vocabulary.pieces().get(id);
        return id < Llama2cVocabulary.FIRST_BYTE
                ? piece.strip()
                : piece; // the file has line breaks around <s> and </s>
    }

    @Override
    public int vocabularySize() {
        return vocabulary.pieces().size();
    }

    @Override
    public OptionalInt startToken() {
        return OptionalInt.of(Llama2cVocabulary.START);
    }

    private void checkId(int id) {
        checkArgument(
                id >= 0 && id < vocabularySize(), "token id must be from 0 to %s, got %s", vocabularySize() - 1, id);
    }
}
