package io.sae4j.activations.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sae4j.activations.model.TokenWindow;
import io.sae4j.activations.model.TokenWindows;
import io.sae4j.activations.model.WindowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our tokenizer and windows beside tokens that sentencepiece made. */
class StoriesTokensTest {
    private static final int WINDOW = 512;

    private Llama2cTokenizer tokenizer;

    @BeforeEach
    void open() {
        tokenizer = Llama2cTokenizer.open(SharedData.file("stories260k/tok512.bin"));
    }

    /**
     * Whole documents: a window that begins amid one cannot be decoded to a text that is encoded the same, for a space is
     * put before it.
     */
    @ParameterizedTest
    @CsvSource({"train,317", "val,21", "unit,12"})
    void documentsAreEncodedAsInTheFile(String part, int count) throws IOException {
        List<int[]> documents = documents(SharedData.file("stories260k/" + part + ".tokens.jsonl"));
        assertThat(documents).hasSize(count);
        for (int[] ids : documents) {
            assertThat(tokenizer.encode(tokenizer.decode(ids))).isEqualTo(Arrays.copyOfRange(ids, 1, ids.length));
        }
    }

    @ParameterizedTest
    @CsvSource({"train", "val", "unit"})
    void tokensReadAsInTheFile(String part) throws IOException {
        Path file = SharedData.file("stories260k/" + part + ".tokens.jsonl");
        for (JsonNode line : lines(file)) {
            for (int i = 0; i < line.get("ids").size(); i++) {
                assertThat(tokenizer.token(line.get("ids").get(i).intValue()))
                        .isEqualTo(line.get("toks").get(i).textValue());
            }
        }
    }

    @Test
    void cutsDocumentsIntoTheWindowsOfTheFile() throws IOException {
        Path file = SharedData.file("stories260k/val.tokens.jsonl");
        List<Document> texts = new ArrayList<>();
        for (int[] ids : documents(file)) {
            texts.add(new Document(texts.size(), tokenizer.decode(ids)));
        }
        Windows windows = Windows.builder(new ListedDocuments(texts), tokenizer, WINDOW)
                .startToken(StartToken.EVERY_DOCUMENT)
                .minLength(1)
                .build();

        List<TokenWindow> wanted = all(TokenWindowsFile.open(file));
        List<TokenWindow> got = all(windows);
        assertThat(got).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.size(); i++) {
            assertThat(got.get(i).ids())
                    .as("window %s", i)
                    .isEqualTo(wanted.get(i).ids());
            assertThat(got.get(i).document()).isEqualTo(wanted.get(i).document());
        }
    }

    private static List<TokenWindow> all(TokenWindows windows) {
        try (WindowReader reader = windows.open()) {
            return reader.next(Integer.MAX_VALUE);
        }
    }

    private static List<int[]> documents(Path file) throws IOException {
        Map<Long, IntStream.Builder> documents = new LinkedHashMap<>();
        for (JsonNode line : lines(file)) {
            IntStream.Builder ids = documents.computeIfAbsent(line.get("doc").longValue(), doc -> IntStream.builder());
            line.get("ids").forEach(id -> ids.add(id.intValue()));
        }
        return documents.values().stream().map(ids -> ids.build().toArray()).toList();
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        JsonMapper mapper = new JsonMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(mapper.readTree(line));
        }
        return lines;
    }
}
