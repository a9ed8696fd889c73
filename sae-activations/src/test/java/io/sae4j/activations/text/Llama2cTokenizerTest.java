package io.sae4j.activations.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Llama2cTokenizerTest {
    private static final int MUTATIONS = Integer.getInteger("sae4j.fuzz", 300);
    private static final int SCORE_OF_TOKEN_0 = 4;
    private static final int LENGTH_OF_TOKEN_0 = 8;
    private static final int TEXT_OF_TOKEN_0 = 12;

    @TempDir
    Path directory;

    private Llama2cTokenizer tokenizer;

    @BeforeEach
    void open() {
        tokenizer = Llama2cTokenizer.open(TinyVocabulary.write(directory.resolve("tiny.bin")));
    }

    @Test
    void putsASpaceBeforeTheTextAndMergesTheBestPairsFirst() {
        assertThat(tokenizer.encode("abc")).containsExactly(TinyVocabulary.id(" "), TinyVocabulary.id("abc"));
        assertThat(tokenizer.encode("a")).containsExactly(TinyVocabulary.id(" a"));
        assertThat(tokenizer.encode("")).isEmpty();
    }

    @Test
    void charactersWithoutATokenBecomeBytes() {
        assertThat(tokenizer.encode("\nz\u20ac\u00e9\ud83d\ude00"))
                .containsExactly(
                        TinyVocabulary.id(" "),
                        3 + '\n',
                        3 + 'z',
                        3 + 0xe2,
                        3 + 0x82,
                        3 + 0xac,
                        TinyVocabulary.id("\u00e9"),
                        TinyVocabulary.id("\ud83d\ude00"));
    }

    @Test
    void mergesAsTheOneAtATimeDefinitionDoes() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(40);
            for (int i = 0; i < length; i++) {
                text.append(" abcdea".charAt(random.nextInt(7)));
            }
            List<String> merged = mergeOneAtATime(" " + text);
            assertThat(tokenizer.encode(text.toString()))
                    .as("'%s'", text)
                    .containsExactly(
                            merged.stream().mapToInt(TinyVocabulary::id).toArray());
        }
    }

    private static List<String> mergeOneAtATime(String text) {
        List<String> symbols = new ArrayList<>(Arrays.asList(text.split("")));
        while (true) {
            int best = -1;
            for (int i = 0; i + 1 < symbols.size(); i++) {
                String pair = symbols.get(i) + symbols.get(i + 1);
                if (TinyVocabulary.PIECES.contains(pair)
                        && (best < 0
                                || TinyVocabulary.score(pair)
                                        > TinyVocabulary.score(symbols.get(best) + symbols.get(best + 1)))) {
                    best = i;
                }
            }
            if (best < 0) {
                return symbols;
            }
            symbols.set(best, symbols.get(best) + symbols.remove(best + 1));
        }
    }

    @Test
    void decodesToTheTextBehindAStartToken() {
        for (String text : List.of("abc", " abc", "a\nb \u20ac", "\ud83d\ude00", "  ")) {
            int[] ids = IntStream.concat(IntStream.of(1), Arrays.stream(tokenizer.encode(text)))
                    .toArray();
            assertThat(tokenizer.decode(ids)).isEqualTo(text);
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(" " + text);
        }
        assertThat(tokenizer.decode(new int[] {1, 2})).isEmpty();
    }

    @Test
    void showsTokens() {
        assertThat(tokenizer.token(0)).isEqualTo("<unk>");
        assertThat(tokenizer.token(1)).isEqualTo("<s>");
        assertThat(tokenizer.token(2)).isEqualTo("</s>");
        assertThat(tokenizer.token(3 + '\n')).isEqualTo("\n");
        assertThat(tokenizer.token(3 + 0xe2)).isEqualTo("<0xE2>");
        assertThat(tokenizer.token(TinyVocabulary.id(" ab"))).isEqualTo(" ab");
        assertThat(tokenizer.startToken()).hasValue(1);
        assertThat(tokenizer.vocabularySize()).isEqualTo(259 + TinyVocabulary.PIECES.size());
        assertThatThrownBy(() -> tokenizer.token(9999))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("token id must be from 0 to 276, got 9999");
        assertThatThrownBy(() -> tokenizer.decode(new int[] {-1})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void longTextsAreMergedInReasonableTime() {
        assertThat(tokenizer.encode("dede abc ".repeat(60_000))).hasSizeGreaterThan(100_000);
    }

    @Test
    void damagedFilesAreNamed() {
        byte[] good = TinyVocabulary.bytes();
        refused(Arrays.copyOf(good, good.length - 1), "ends within token 276");
        refused(new byte[0], "ends within token 0");
        refused(Arrays.copyOf(good, 40), "ends within token 2");
        refused(Arrays.copyOf(good, firstBytesOf(good, 5)), "three special ones and 256 for bytes are the least");
        refused(changed(good, LENGTH_OF_TOKEN_0 + 3, 0x7f), "token 0 has 2130706437 bytes, the longest should have 8");
        refused(changed(good, LENGTH_OF_TOKEN_0 + 3, 0xff), "the longest should have 8");
        refused(changed(good, TEXT_OF_TOKEN_0, 0xff), "token 0 is not UTF-8");
        byte[] notFinite = changed(changed(good, SCORE_OF_TOKEN_0 + 3, 0x7f), SCORE_OF_TOKEN_0 + 2, 0xc0);
        refused(notFinite, "token 0 has the score NaN");
        int byteName = new String(good, StandardCharsets.ISO_8859_1).indexOf("<0x41>");
        refused(changed(good, byteName + 4, '2'), "token 68 must be <0x41>, got '<0x42>'");
        assertThatThrownBy(() -> Llama2cTokenizer.open(directory.resolve("none.bin")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.bin");
    }

    @Test
    void mutatedFilesAreRefusedOrRead() throws IOException {
        byte[] good = TinyVocabulary.bytes();
        Random random = new Random(4);
        Path file = directory.resolve("mutated.bin");
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int change = random.nextInt(3); change >= 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, bytes);
            try {
                assertThat(Llama2cTokenizer.open(file).encode("abc dede")).hasSizeLessThan(20);
            } catch (FormatException e) {
                assertThat(e).hasMessageContaining("mutated.bin: ");
            }
        }
    }

    /** A file that ends exactly behind its first few tokens. */
    private static int firstBytesOf(byte[] file, int tokens) {
        int at = 4;
        for (int i = 0; i < tokens; i++) {
            at += 8 + file[at + 4];
        }
        return at;
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] copy = bytes.clone();
        copy[at] = (byte) value;
        return copy;
    }

    private void refused(byte[] content, String problem) {
        Path file = directory.resolve("damaged.bin");
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThatThrownBy(() -> Llama2cTokenizer.open(file))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("damaged.bin: ")
                .hasMessageContaining(problem);
    }
}
