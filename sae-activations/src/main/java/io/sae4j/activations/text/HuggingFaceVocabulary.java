package io.sae4j.activations.text;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What the native library does not tell of a {@code tokenizer.json}: every token's text, and whether texts stand for bytes.
 * Read as a stream; merges, which are most of the file, are passed over.
 */
final class HuggingFaceVocabulary {
    private static final JsonFactory JSON = new JsonFactory();
    /** No vocabulary is near it; a lying id must not reserve memory. */
    private static final int MAX_ID = 1 << 24;

    private final Path file;
    private final Map<Integer, String> tokens = new HashMap<>();
    private int size;
    private boolean byteLevel;

    private HuggingFaceVocabulary(Path file) {
        this.file = file;
    }

    static HuggingFaceVocabulary read(Path file) {
        HuggingFaceVocabulary vocabulary = new HuggingFaceVocabulary(file);
        try (JsonParser json = JSON.createParser(Files.newInputStream(file))) {
            vocabulary.readRoot(json);
        } catch (JacksonException e) {
            throw new FormatException(file, "is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        }
        if (vocabulary.tokens.isEmpty()) {
            throw new FormatException(file, "has no vocabulary; is it a tokenizer.json of Hugging Face tokenizers?");
        }
        return vocabulary;
    }

    /** By id, as the file has it; ids without a token are missing. */
    Map<Integer, String> tokens() {
        return tokens;
    }

    /** One more than the largest id. */
    int size() {
        return size;
    }

    /** Whether each character of a token stands for a byte (GPT-2's way). */
    boolean byteLevel() {
        return byteLevel;
    }

    private void readRoot(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new FormatException(file, "is not a JSON object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("model") && value == JsonToken.START_OBJECT) {
                readModel(json);
            } else if (field.equals("added_tokens") && value == JsonToken.START_ARRAY) {
                readAddedTokens(json);
            } else if (field.equals("decoder") && value == JsonToken.START_OBJECT) {
                readDecoder(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void readModel(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean vocab = json.currentName().equals("vocab");
            JsonToken value = json.nextToken();
            if (vocab && value == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String token = json.currentName();
                    json.nextToken();
                    add(integer(json), token);
                }
            } else if (vocab && value == JsonToken.START_ARRAY) {
                readScoredPieces(json);
            } else {
                json.skipChildren();
            }
        }
    }

    /** Unigram models list {@code [text, score]}; the id is the place in the list. */
    private void readScoredPieces(JsonParser json) throws IOException {
        for (int id = 0; json.nextToken() == JsonToken.START_ARRAY; id++) {
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                throw new FormatException(file, "piece " + id + " of its vocabulary has no text");
            }
            add(id, json.getText());
            while (json.nextToken() != JsonToken.END_ARRAY) {
                json.skipChildren();
            }
        }
    }

    private void readAddedTokens(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            int id = -1;
            String content = "";
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("id")) {
                    id = integer(json);
                } else if (field.equals("content")) {
                    content = json.getText();
                } else {
                    json.skipChildren();
                }
            }
            add(id, content);
        }
    }

    private void readDecoder(JsonParser json) throws IOException {
        int depth = 1;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            if (token == null) {
                return;
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING
                    && "type".equals(json.currentName())
                    && json.getText().equals("ByteLevel")) {
                byteLevel = true;
            }
        }
    }

    private int integer(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new FormatException(file, "a token's id must be an integer, got " + json.getText());
        }
        long value = json.getLongValue();
        if (value < 0 || value >= MAX_ID) {
            throw new FormatException(file, "a token's id must be from 0 to " + (MAX_ID - 1) + ", got " + value);
        }
        return (int) value;
    }

    private void add(int id, String token) {
        if (id < 0) {
            throw new FormatException(file, "added token '" + token + "' has no id");
        }
        tokens.put(id, token);
        size = Math.max(size, id + 1);
    }
}
