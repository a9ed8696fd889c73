package io.sae4j.activations.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.model.TokenWindow;
import io.sae4j.activations.model.WindowReader;
import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenWindowsFileTest {
    private static final int MUTATIONS = Integer.getInteger("sae4j.fuzz", 300);

    @TempDir
    Path directory;

    private List<TokenWindow> read(String content) {
        try {
            Path file = Files.writeString(directory.resolve("w.jsonl"), content);
            try (WindowReader reader = TokenWindowsFile.open(file).open()) {
                return reader.next(1000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void readsIdsAndDocuments() {
        List<TokenWindow> windows = read("{\"ids\":[1,2],\"doc\":5,\"toks\":[\"a\"]}\r\n\n{\"ids\":[3]}\n");
        assertThat(windows).hasSize(2);
        assertThat(windows.get(0).ids()).containsExactly(1, 2);
        assertThat(windows.get(0).document()).isEqualTo(5);
        assertThat(windows.get(1).ids()).containsExactly(3);
        assertThat(windows.get(1).document()).isEqualTo(1);
        assertThat(read("")).isEmpty();
    }

    @Test
    void badLinesAreNamed() {
        String good = "{\"ids\":[1]}\n";
        refused(good + "{\"id\":[1]}", "line 2: field 'ids' must be an array of at least one token id");
        refused("{\"ids\":[]}", "line 1: field 'ids' must be an array of at least one token id");
        refused("{\"ids\":7}", "line 1: field 'ids' must be an array of at least one token id");
        refused("{\"ids\":[1,-1]}", "line 1: entry 1 of 'ids' must be a token id, got -1");
        refused("{\"ids\":[1.5]}", "line 1: entry 0 of 'ids' must be a token id, got 1.5");
        refused("{\"ids\":[3000000000]}", "line 1: entry 0 of 'ids' must be a token id, got 3000000000");
        refused("{\"ids\":[1],\"doc\":\"a\"}", "line 1: field 'doc' must be an integer, got \"a\"");
        refused(good + good + "{\"ids\":[1", "line 3: is not valid JSON");
    }

    @Test
    void placesThatAreNoFileAreNamed() {
        assertThatThrownBy(() -> TokenWindowsFile.open(directory)).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> TokenWindowsFile.open(directory.resolve("none.jsonl")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.jsonl");
    }

    @Test
    void mutatedFilesGiveWindowsOrOneKindOfError() throws IOException {
        byte[] good = "{\"win\":0,\"doc\":0,\"ids\":[1,301,314],\"toks\":[\"<s>\",\" S\"]}\n"
                .repeat(3)
                .getBytes();
        Random random = new Random(11);
        Path file = directory.resolve("m.jsonl");
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, bytes);
            try (WindowReader reader = TokenWindowsFile.open(file).open()) {
                assertThat(reader.next(10)).hasSizeLessThan(10);
            } catch (FormatException e) {
                assertThat(e).hasMessageContaining("m.jsonl: ");
            }
        }
    }

    private void refused(String content, String problem) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("w.jsonl: " + problem);
    }
}
