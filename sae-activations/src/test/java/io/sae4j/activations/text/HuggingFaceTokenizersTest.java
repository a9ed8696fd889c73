package io.sae4j.activations.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sae4j.activations.model.TokenWindow;
import io.sae4j.activations.model.WindowReader;
import io.sae4j.format.FormatException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceTokenizersTest {
    private static final int MUTATIONS = Integer.getInteger("sae4j.fuzz", 300);

    @TempDir
    Path directory;

    private Path llama() {
        Path binary = TinyVocabulary.write(directory.resolve("tiny.bin"));
        return TokenizerJson.likeLlama(directory.resolve("tokenizer.json"), Llama2cVocabulary.read(binary));
    }

    @Test
    void encodesAndDecodesWithoutTheStartTokenAndNeverTruncates() {
        try (Tokenizer tokenizer = HuggingFaceTokenizers.open(llama())) {
            int[] ids = tokenizer.encode("abc z\n" + "c".repeat(1000));
            assertThat(ids)
                    .startsWith(
                            TinyVocabulary.id(" "),
                            TinyVocabulary.id("abc"),
                            TinyVocabulary.id(" "),
                            3 + 'z',
                            3 + '\n',
                            TinyVocabulary.id("c"))
                    .hasSize(1005);
            assertThat(tokenizer.decode(ids)).isEqualTo("abc z\n" + "c".repeat(1000));
            assertThat(tokenizer.startToken()).hasValue(1);
            assertThat(tokenizer.vocabularySize()).isEqualTo(259 + TinyVocabulary.PIECES.size());
            assertThat(tokenizer.token(TinyVocabulary.id(" ab"))).isEqualTo(" ab");
            assertThat(tokenizer.token(1)).isEqualTo("<s>");
            assertThat(tokenizer.encode("")).isEmpty();
            assertThat(tokenizer.decode(new int[] {1, TinyVocabulary.id(" ab")}))
                    .isEqualTo("ab");
            assertThatThrownBy(() -> tokenizer.decode(new int[] {100_000}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("token id must be from 0 to 276, got 100000");
        }
    }

    @Test
    void readsBytesWrittenAsLetters() {
        Path file = TokenizerJson.likeGpt2(directory.resolve("tokenizer.json"));
        try (Tokenizer tokenizer = HuggingFaceTokenizers.open(file)) {
            int[] ids = tokenizer.encode("ab ab\n\u00e9");
            assertThat(ids).containsExactly(7, 8, 3, 9);
            assertThat(Arrays.stream(ids).mapToObj(tokenizer::token)).containsExactly("ab", " ab", "\n", "\u00e9");
            assertThat(tokenizer.token(4)).as("half a character").isEqualTo("\u00c3");
            assertThat(tokenizer.decode(ids)).isEqualTo("ab ab\n\u00e9");
            assertThat(tokenizer.startToken()).isEmpty();
        }
        try (Tokenizer tokenizer = HuggingFaceTokenizers.open(file, "<|endoftext|>")) {
            assertThat(tokenizer.startToken()).hasValue(10);
        }
        assertThatThrownBy(() -> HuggingFaceTokenizers.open(file, "<bos>"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no token '<bos>' in the vocabulary");
    }

    @Test
    void agreesWithOurOwnTokenizerOnStories() {
        Path binary = SharedData.file("stories260k/tok512.bin");
        Llama2cTokenizer ours = Llama2cTokenizer.open(binary);
        Path json = TokenizerJson.likeLlama(directory.resolve("tokenizer.json"), Llama2cVocabulary.read(binary));
        TokenWindowsFile windows = TokenWindowsFile.open(SharedData.file("stories260k/val.tokens.jsonl"));
        try (Tokenizer theirs = HuggingFaceTokenizers.open(json);
                WindowReader reader = windows.open()) {
            for (TokenWindow window = reader.next(); window != null; window = reader.next()) {
                String text = ours.decode(window.ids()) + " \u00fc\u20ac \ud83d\ude00  x";
                assertThat(theirs.encode(text)).isEqualTo(ours.encode(text));
                assertThat(theirs.decode(ours.encode(text))).isEqualTo(text);
            }
        }
    }

    @Test
    void otherFilesAreRefused() {
        refused("", "is not a JSON object");
        refused("[]", "is not a JSON object");
        refused("{\"model\":", "is not valid JSON");
        refused("{\"model\":{\"type\":\"BPE\"}}", "has no vocabulary");
        refused("{\"model\":{\"vocab\":{\"a\":\"b\"}}}", "a token's id must be an integer, got b");
        refused("{\"model\":{\"vocab\":{\"a\":1e99}}}", "a token's id must be an integer, got 1e99");
        refused(
                "{\"model\":{\"vocab\":{\"a\":2000000000}}}",
                "a token's id must be from 0 to 16777215, got 2000000000");
        refused("{\"model\":{\"vocab\":[[1,2]]}}", "piece 0 of its vocabulary has no text");
        refused("{\"model\":{\"type\":\"Magic\",\"vocab\":{\"a\":1}}}", "is not a tokenizer.json that Hugging Face");
        assertThatThrownBy(() -> HuggingFaceTokenizers.open(directory.resolve("none.json")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.json");
    }

    private void refused(String content, String problem) {
        try {
            Path file = Files.writeString(directory.resolve("bad.json"), content);
            assertThatThrownBy(() -> HuggingFaceTokenizers.open(file))
                    .isInstanceOf(FormatException.class)
                    .hasMessageStartingWith(file + ": " + problem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void mutatedFilesAreRefusedOrRead() throws IOException {
        byte[] good = Files.readAllBytes(TokenizerJson.likeGpt2(directory.resolve("tokenizer.json")));
        Random random = new Random(4);
        Path file = directory.resolve("mutated.json");
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = good.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
            }
            Files.write(file, bytes);
            try (Tokenizer tokenizer = HuggingFaceTokenizers.open(file)) {
                assertThat(tokenizer.encode("ab ab")).hasSizeLessThan(10);
            } catch (FormatException e) {
                assertThat(e).hasMessageContaining("mutated.json: ");
            }
        }
    }

    @Test
    void leavesNoSettingBehind() {
        System.setProperty("OPT_OUT_TRACKING", "false");
        try {
            String during = DjlOffline.during(
                    () -> System.getProperty("ai.djl.offline") + System.getProperty("OPT_OUT_TRACKING"));
            assertThat(during).isEqualTo("truefalse");
            assertThat(System.getProperty("ai.djl.offline")).isNull();
            assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("false");
        } finally {
            System.clearProperty("OPT_OUT_TRACKING");
        }
    }

    @Test
    void opensByTheEndingOfTheName() {
        Path json = llama();
        try (Tokenizer theirs = Tokenizers.open(json);
                Tokenizer ours = Tokenizers.open(directory.resolve("tiny.bin"))) {
            assertThat(theirs).isNotInstanceOf(Llama2cTokenizer.class);
            assertThat(ours).isInstanceOf(Llama2cTokenizer.class);
        }
    }

    @Test
    void withoutTheLibraryTheMessageNamesIt() throws Exception {
        assertThat(failureOfOpening(llama(), entry -> !entry.contains("djl")))
                .startsWith("add the dependency ai.djl.huggingface:tokenizers (missing: ai/djl/");
    }

    @Test
    void whereTheNativeLibraryDoesNotLoadTheMessageSaysSo() throws Exception {
        System.setProperty("RUST_LIBRARY_PATH", directory.resolve("nowhere").toString());
        try {
            assertThat(failureOfOpening(llama(), entry -> true))
                    .startsWith("the native library of ai.djl.huggingface:tokenizers does not load here: ")
                    .contains("nowhere");
        } finally {
            System.clearProperty("RUST_LIBRARY_PATH");
        }
    }

    /** What is said of a file, twice the same, by classes loaded afresh. */
    private static String failureOfOpening(Path file, Predicate<String> classPath) throws Exception {
        URL[] entries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(classPath)
                .map(HuggingFaceTokenizersTest::url)
                .toArray(URL[]::new);
        String prefix = "cannot open " + file + ": ";
        try (URLClassLoader loader = new URLClassLoader(entries, ClassLoader.getPlatformClassLoader())) {
            Method open =
                    loader.loadClass(HuggingFaceTokenizers.class.getName()).getMethod("open", Path.class);
            Throwable first = catchThrowable(() -> open.invoke(null, file)).getCause();
            assertThat(first).isInstanceOf(IllegalStateException.class).hasMessageStartingWith(prefix);
            Throwable again = catchThrowable(() -> open.invoke(null, file)).getCause();
            assertThat(again).isInstanceOf(IllegalStateException.class).hasMessage(first.getMessage());
            return first.getMessage().substring(prefix.length());
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }
}
