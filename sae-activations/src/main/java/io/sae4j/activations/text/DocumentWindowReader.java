package io.sae4j.activations.text;

import io.sae4j.activations.model.TokenWindow;
import io.sae4j.activations.model.WindowReader;
import org.jspecify.annotations.Nullable;

/** Windows of one document after the other. */
final class DocumentWindowReader implements WindowReader {
    private final DocumentTokens tokens;
    private final WindowShape shape;

    DocumentWindowReader(DocumentTokens tokens, WindowShape shape) {
        this.tokens = tokens;
        this.shape = shape;
    }

    @Override
    public @Nullable TokenWindow next() {
        while (tokens.ready()) {
            int[] window = cut();
            if (window.length >= shape.minLength()) {
                return new TokenWindow(window, tokens.document());
            }
        }
        return null;
    }

    private int[] cut() {
        boolean begins = tokens.takeBeginning();
        boolean start = switch (shape.where()) {
            case EVERY_WINDOW -> true;
            case EVERY_DOCUMENT -> begins;
            case NONE -> false;
        };
        int before = start ? 1 : 0;
        int count = Math.min(shape.length() - before, tokens.left());
        int[] window = new int[before + count];
        if (start) {
            window[0] = shape.startToken();
        }
        tokens.copy(window, before, count);
        boolean last = count == tokens.left();
        tokens.skip(last ? count : Math.min(shape.stride(), count));
        return window;
    }

    @Override
    public void close() {
        tokens.close();
    }
}
