package io.sae4j.activations.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.activations.model.TokenWindow;
import io.sae4j.activations.model.TokenWindows;
import io.sae4j.activations.model.WindowReader;
import io.sae4j.format.FormatException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ready windows, one JSON object a line: {@code ids}, the token ids of a window as the model reads it, start token included;
 * and optionally {@code doc}, its document's number, else each window is a document of its own, numbered by its place.
 * Other fields are passed over. Streamed: one line is in memory at a time. Immutable.
 */
public final class TokenWindowsFile implements TokenWindows {
    private final Path file;

    private TokenWindowsFile(Path file) {
        this.file = file;
    }

    /**
     * Names the file; its lines are read and judged by the readers.
     *
     * @throws UncheckedIOException when there is no such file
     * @throws FormatException when it is not a file
     */
    public static TokenWindowsFile open(Path jsonl) {
        if (Files.isDirectory(jsonl)) {
            throw new FormatException(jsonl, "is a directory; a file of token windows is wanted");
        }
        new JsonLines(jsonl).close();
        return new TokenWindowsFile(jsonl);
    }

    @Override
    public WindowReader open() {
        JsonLines lines = new JsonLines(file);
        return new WindowReader() {
            private long place;

            @Override
            public @Nullable TokenWindow next() {
                return Optional.ofNullable(lines.next())
                        .map(line -> window(lines, line, place++))
                        .orElse(null);
            }

            @Override
            public void close() {
                lines.close();
            }
        };
    }

    private static TokenWindow window(JsonLines lines, ObjectNode line, long place) {
        JsonNode ids = line.get("ids");
        if (ids == null || !ids.isArray() || ids.isEmpty()) {
            throw lines.problem("field 'ids' must be an array of at least one token id");
        }
        int[] tokens = new int[ids.size()];
        for (int i = 0; i < tokens.length; i++) {
            JsonNode id = ids.get(i);
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
                throw lines.problem("entry " + i + " of 'ids' must be a token id, got " + id);
            }
            tokens[i] = id.intValue();
        }
        JsonNode document = line.get("doc");
        if (document == null || document.isNull()) {
            return new TokenWindow(tokens, place);
        }
        if (!document.isIntegralNumber() || !document.canConvertToLong()) {
            throw lines.problem("field 'doc' must be an integer, got " + document);
        }
        return new TokenWindow(tokens, document.longValue());
    }
}
