package io.sae4j.activations.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Documents of a file with one JSON object a line. */
final class JsonLinePieces implements PieceReader {
    private final JsonLines lines;
    private final String field;
    private final int maxCharacters;
    private String text = "";
    private int start;
    /** Whether a part of the present text was given out; blank ones are not. */
    private boolean begun;

    JsonLinePieces(JsonLines lines, String field, int maxCharacters) {
        this.lines = lines;
        this.field = field;
        this.maxCharacters = maxCharacters;
    }

    @Override
    public @Nullable Piece next() {
        while (start < text.length()) {
            int end = text.length() - start > maxCharacters ? LongText.cut(text, start, maxCharacters) : text.length();
            String part = text.substring(start, end);
            start = end;
            if (!part.isBlank()) {
                boolean continues = begun;
                begun = true;
                return new Piece(part, continues);
            }
        }
        for (ObjectNode line = lines.next(); line != null; line = lines.next()) {
            text = textOf(line);
            start = 0;
            begun = false;
            if (!text.isBlank()) {
                return next();
            }
        }
        return null;
    }

    private String textOf(ObjectNode line) {
        JsonNode value = line.get(field);
        if (value == null) {
            throw lines.problem("has no field '" + field + "'");
        }
        if (!value.isTextual()) {
            throw lines.problem("field '" + field + "' must be a string, is of type "
                    + value.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        return value.textValue();
    }

    @Override
    public void close() {
        lines.close();
    }
}
