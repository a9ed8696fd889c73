package io.sae4j.activations.text;

import io.sae4j.activations.model.TokenWindow;
import io.sae4j.activations.model.WindowReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Windows filled to the end, over the bounds of documents. */
final class PackedWindowReader implements WindowReader {
    private final DocumentReader documents;
    private final Tokenizer tokenizer;
    private final WindowShape shape;
    private int[] tokens = {};
    private int next;
    private long document = -1;
    private boolean startIsDue;

    PackedWindowReader(DocumentReader documents, Tokenizer tokenizer, WindowShape shape) {
        this.documents = documents;
        this.tokenizer = tokenizer;
        this.shape = shape;
    }

    @Override
    public @Nullable TokenWindow next() {
        int[] window = new int[shape.length()];
        int filled = 0;
        long first = -1;
        while (filled < window.length && (next < tokens.length || read())) {
            if (filled == 0) {
                first = document;
                startIsDue |= shape.where() == StartToken.EVERY_WINDOW;
            }
            if (startIsDue) {
                window[filled++] = shape.startToken();
                startIsDue = false;
            }
            int count = Math.min(window.length - filled, tokens.length - next);
            System.arraycopy(tokens, next, window, filled, count);
            filled += count;
            next += count;
        }
        return filled < shape.minLength() || filled == 0
                ? null
                : new TokenWindow(filled == window.length ? window : Arrays.copyOf(window, filled), first);
    }

    private boolean read() {
        do {
            Document read = documents.next();
            if (read == null) {
                return false;
            }
            startIsDue = shape.where() != StartToken.NONE && read.number() != document;
            document = read.number();
            tokens = tokenizer.encode(read.text());
            next = 0;
        } while (tokens.length == 0);
        return true;
    }

    @Override
    public void close() {
        documents.close();
    }
}
