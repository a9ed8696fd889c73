package io.sae4j.activations.text;

import io.sae4j.activations.model.TokenWindow;
import io.sae4j.activations.model.WindowReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Windows filled to the end, over the bounds of documents. */
final class PackedWindowReader implements WindowReader {
    private final DocumentTokens tokens;
    private final WindowShape shape;

    PackedWindowReader(DocumentTokens tokens, WindowShape shape) {
        this.tokens = tokens;
        this.shape = shape;
    }

    @Override
    public @Nullable TokenWindow next() {
        int[] window = new int[shape.length()];
        int filled = 0;
        long first = -1;
        while (filled < window.length && tokens.ready()) {
            boolean start = tokens.takeBeginning() && shape.where() != StartToken.NONE;
            if (filled == 0) {
                first = tokens.document();
                start |= shape.where() == StartToken.EVERY_WINDOW;
            }
            if (start) {
                window[filled++] = shape.startToken();
            }
            int count = Math.min(window.length - filled, tokens.left());
            tokens.copy(window, filled, count);
            tokens.skip(count);
            filled += count;
        }
        return filled < shape.minLength() || filled == 0
                ? null
                : new TokenWindow(filled == window.length ? window : Arrays.copyOf(window, filled), first);
    }

    @Override
    public void close() {
        tokens.close();
    }
}
