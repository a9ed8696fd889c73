package io.sae4j.activations.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sae4j.activations.model.TokenWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
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

    /** Documents whose text the file holds from the first token on; the last may be cut short, which changes nothing. */
    @ParameterizedTest
    @CsvSource({"train,0", "val,0", "unit,-1"})
    void documentsAreEncodedAsInTheFile(String part, int allowedDifferences) throws IOException {
        int different = 0;
        List<int[]> documents = documents(SharedData.file("stories260k/" + part + ".tokens.jsonl"));
        for (int[] ids : documents) {
            int[] again = tokenizer.encode(tokenizer.decode(ids));
            different += java.util.Arrays.equals(again, java.util.Arrays.copyOfRange(ids, 1, ids.length)) ? 0 : 1;
        }
        System.err.println(part + " documents " + documents.size() + " different " + different);
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
        Windows windows = Windows.builder(() -> reader(texts.iterator()), tokenizer, WINDOW)
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

    private static DocumentReader reader(Iterator<Document> documents) {
        return new DocumentReader() {
            @Override
            public Document next() {
                return documents.hasNext() ? documents.next() : null;
            }

            @Override
            public void close() {}
        };
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
