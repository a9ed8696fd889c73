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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {
    private static final String MARKER = "<|endoftext|>";

    @TempDir
    Path directory;

    private Path write(String name, String content) {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String name, byte[] content) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TextFiles open(Path... places) {
        return TextFiles.of(List.of(places).stream().map(Path::toString).toList());
    }

    private static List<String> read(Documents documents) {
        List<String> all = new ArrayList<>();
        try (DocumentReader reader = documents.open()) {
            for (Document document = reader.next(); document != null; document = reader.next()) {
                all.add(document.number() + ":" + document.text());
            }
        }
        return all;
    }

    @Test
    void aTextFileIsOneDocumentAsItStands() {
        Path file = write("a.txt", "\ufeff one\n\ntwo <|endoftext|> \u20ac\n");
        assertThat(read(open(file))).containsExactly("0: one\n\ntwo <|endoftext|> \u20ac\n");
        assertThat(read(open(write("empty.txt", "")))).isEmpty();
        assertThat(read(open(write("mark.txt", "\ufeff")))).isEmpty();
    }

    @Test
    void blankPartsOfALongLineBeginNoDocument() {
        String blank = " ".repeat(20);
        Path json = write("blank.jsonl", "{\"text\":\"" + blank + "one\"}\n{\"text\":\"" + blank + "two\"}");
        assertThat(read(open(json).maxCharacters(16)))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("0:").endsWith("one"),
                        second -> assertThat(second).startsWith("1:").endsWith("two"));
    }

    @Test
    void charactersThatStandForNoByteAreTextAlready() {
        assertThat(ByteLevelText.read("   ")).isEqualTo("   ");
        assertThat(ByteLevelText.read("\u0120the")).isEqualTo(" the");
        assertThat(ByteLevelText.read("\u0151")).isEqualTo("\u0151");
    }

    @Test
    void separatorsDivideAFile() {
        Path file =
                write("a.txt", "\nOne.\n\nStill one.\n" + MARKER + "\nTwo.\n" + MARKER + " \n" + MARKER + "\nThree");
        assertThat(read(open(file).separatedBy(MARKER))).containsExactly("0:One.\n\nStill one.", "1:Two.", "2:Three");
        Path lines = write("b.txt", "\n\none\none\n \t\r\n\r\ntwo\r\ntwo\n\n\n\nthree\n");
        assertThat(read(open(lines).separatedByBlankLines())).containsExactly("0:one\none", "1:two\r\ntwo", "2:three");
    }

    /** Characters of several bytes and separators lie across the blocks that are read. */
    @Test
    void separatorsAndCharactersAcrossBlocks() {
        for (int shift = 0; shift < 16; shift++) {
            String first = "x".repeat(65_536 - shift) + "\u20ac\ud83d\ude00";
            String second = "\u20ac".repeat(50_000);
            Path file = write("a.txt", first + MARKER + second + MARKER + "end");
            assertThat(read(open(file).separatedBy(MARKER))).containsExactly("0:" + first, "1:" + second, "2:end");
            Path lines = write("b.txt", first + "\n    \n" + second + "\n\nend");
            assertThat(read(open(lines).separatedByBlankLines())).containsExactly("0:" + first, "1:" + second, "2:end");
        }
    }

    @Test
    void longDocumentsAreCutIntoParts() {
        Path file = write("a.txt", "aa bb\ncc dd ee" + MARKER + "ffffffff\ud83d\ude00");
        assertThat(read(open(file).separatedBy(MARKER).maxCharacters(9)))
                .containsExactly("0:aa bb\n", "0:cc dd ee", "1:ffffffff", "1:\ud83d\ude00");
        Path json = write("b.jsonl", "{\"text\":\"aa bb cc\"}\n{\"text\":\"d\"}");
        assertThat(read(open(json).maxCharacters(4))).containsExactly("0:aa ", "0:bb ", "0:cc", "1:d");
        String text = "Some words. ".repeat(20_000);
        StringBuilder together = new StringBuilder();
        read(open(write("c.txt", text)).maxCharacters(1000))
                .forEach(part -> together.append(part.substring(part.indexOf(':') + 1)));
        assertThat(together.toString()).isEqualTo(text);
    }

    @Test
    void jsonLinesHaveTheTextInAField() {
        Path file = write(
                "a.jsonl", "{\"text\":\"one\\n\",\"id\":1}\n\n{\"text\":\"  \"}\n{\"story\":\"S\",\"text\":\"two\"}");
        assertThat(read(open(file))).containsExactly("0:one\n", "1:two");
        assertThatThrownBy(() -> read(open(file).jsonField("story")))
                .isInstanceOf(FormatException.class)
                .hasMessage(file + ": line 1: has no field 'story'");
    }

    @Test
    void directoriesAndGlobsAreReadInOrder() {
        write("d/b.txt", "b");
        write("d/a.jsonl", "{\"text\":\"a\"}");
        write("d/deep/c.TXT", "c");
        write("d/picture.png", "no");
        assertThat(read(open(directory.resolve("d")))).containsExactly("0:a", "1:b", "2:c");
        assertThat(read(TextFiles.of(List.of(directory + "/d/*.txt")))).containsExactly("0:b");
        assertThat(read(TextFiles.of(List.of(directory + "/**/*.{txt,jsonl}"))).stream()
                        .filter(text -> !text.endsWith("c"))
                        .toList())
                .containsExactly("0:a", "1:b");
        assertThat(read(TextFiles.of(List.of(directory + "/d/b.txt", directory + "/d/a.jsonl"))))
                .containsExactly("0:b", "1:a");
        assertThatThrownBy(() -> TextFiles.of(List.of(directory + "/none.txt")))
                .hasMessage("no such file or directory: " + directory + "/none.txt");
        assertThatThrownBy(() -> TextFiles.of(List.of(directory + "/none[.txt")))
                .hasMessage("no such file, and not a glob either: " + directory + "/none[.txt");
        assertThatThrownBy(() -> TextFiles.of(List.of(" "))).hasMessage("the name of a text file must not be blank");
        assertThatThrownBy(() -> TextFiles.of(List.of(directory + "/none*.txt")))
                .hasMessage("no text files found for " + directory + "/none*.txt");
    }

    @Test
    void badUtf8IsReportedByByte() {
        byte[] bytes = ("\u20ac" + "x".repeat(70_000)).getBytes(StandardCharsets.UTF_8);
        bytes[69_000] = (byte) 0xff;
        Path file = write("bad.txt", bytes);
        assertThatThrownBy(() -> read(open(file)))
                .isInstanceOf(FormatException.class)
                .hasMessage(file + ": is not UTF-8 at byte 69000");
        Path cut = write("cut.txt", new byte[] {'a', (byte) 0xe2, (byte) 0x82});
        assertThatThrownBy(() -> read(open(cut))).hasMessage(cut + ": is not UTF-8 at byte 1");
        Path json = write("bad.jsonl", new byte[] {'{', (byte) 0x80});
        assertThatThrownBy(() -> read(open(json))).hasMessage(json + ": is not UTF-8 at byte 1");
    }

    @Test
    void badJsonIsReportedByLine() {
        refused("{\"text\":\"a\"}\n{\"text\":}", "line 2: is not valid JSON");
        refused("{\"text\":\"a\"} x", "line 1: is not valid JSON");
        refused("{\"text\":\"a\",\"text\":\"b\"}", "line 1: is not valid JSON: Duplicate field 'text'");
        refused("\n[1]", "line 2: is not a JSON object");
        refused("{\"text\":4}", "line 1: field 'text' must be a string, is of type number");
    }

    private void refused(String content, String problem) {
        Path file = write("bad.jsonl", content);
        assertThatThrownBy(() -> read(open(file)))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(file + ": " + problem);
    }
}
