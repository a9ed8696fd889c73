package io.sae4j.activations.text;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.format.FormatException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The JSON objects of a file that has one a line. Empty lines are passed over. */
final class JsonLines implements AutoCloseable {
    /** Below Jackson's own limit on strings. */
    private static final int MAX_LINE = 16 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final Utf8Reader reader;
    private final StringBuilder text = new StringBuilder();
    private int start;
    private long line;
    private boolean ended;

    JsonLines(Path file) {
        this.file = file;
        this.reader = new Utf8Reader(file);
    }

    /** The next object, null after the last. */
    @Nullable
    ObjectNode next() {
        for (String json = readLine(); json != null; json = readLine()) {
            if (!json.isBlank()) {
                return parse(json);
            }
        }
        return null;
    }

    /** The exception for the line that was read last. */
    FormatException problem(String problem) {
        return new FormatException(file, "line " + line + ": " + problem);
    }

    private ObjectNode parse(String json) {
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new FormatException(file, "line " + line + ": is not valid JSON: " + e.getOriginalMessage(), e);
        }
        throw problem("is not a JSON object");
    }

    private @Nullable String readLine() {
        int searched = start;
        while (true) {
            int end = text.indexOf("\n", searched);
            if (end >= 0) {
                return take(end, end + 1);
            }
            if (text.length() - start > MAX_LINE) {
                line++;
                throw problem("is longer than " + MAX_LINE + " characters");
            }
            if (ended) {
                return start < text.length() ? take(text.length(), text.length()) : null;
            }
            text.delete(0, start);
            start = 0;
            searched = text.length();
            ended = !reader.readInto(text);
        }
    }

    private String take(int end, int next) {
        line++;
        String json = text.substring(start, end);
        start = next;
        return json;
    }

    @Override
    public void close() {
        reader.close();
    }
}
