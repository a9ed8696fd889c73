package io.sae4j.activations.text;

import io.sae4j.activations.model.TokenWindow;
import io.sae4j.activations.model.WindowReader;
import org.jspecify.annotations.Nullable;

/** Windows of one document after the other. */
final class DocumentWindowReader implements WindowReader {
    private final DocumentReader documents;
    private final Tokenizer tokenizer;
    private final WindowShape shape;
    private int[] tokens = {};
    private int next;
    private long document = -1;
    private boolean documentBegins;

    DocumentWindowReader(DocumentReader documents, Tokenizer tokenizer, WindowShape shape) {
        this.documents = documents;
        this.tokenizer = tokenizer;
        this.shape = shape;
    }

    @Override
    public @Nullable TokenWindow next() {
        while (next < tokens.length || read()) {
            int[] window = cut();
            if (window.length >= shape.minLength()) {
                return new TokenWindow(window, document);
            }
        }
        return null;
    }

    private boolean read() {
        do {
            Document read = documents.next();
            if (read == null) {
                return false;
            }
            documentBegins = read.number() != document;
            document = read.number();
            tokens = tokenizer.encode(read.text());
            next = 0;
        } while (tokens.length == 0);
        return true;
    }

    private int[] cut() {
        boolean start = switch (shape.where()) {
            case EVERY_WINDOW -> true;
            case EVERY_DOCUMENT -> documentBegins;
            case NONE -> false;
        };
        documentBegins = false;
        int before = start ? 1 : 0;
        int count = Math.min(shape.length() - before, tokens.length - next);
        int[] window = new int[before + count];
        if (start) {
            window[0] = shape.startToken();
        }
        System.arraycopy(tokens, next, window, before, count);
        boolean last = next + count == tokens.length;
        next = last ? tokens.length : next + Math.min(shape.stride(), count);
        return window;
    }

    @Override
    public void close() {
        documents.close();
    }
}
