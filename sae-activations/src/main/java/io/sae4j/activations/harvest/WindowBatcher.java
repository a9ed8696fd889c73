package io.sae4j.activations.harvest;

import io.sae4j.activations.model.TokenWindow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Groups consecutive windows into batches of at most so many tokens, padding counted, since a model computes that too. A window
 * longer than that is a batch of its own.
 */
public final class WindowBatcher implements Iterator<List<TokenWindow>> {
    private final Iterator<TokenWindow> windows;
    private final int mostTokens;
    private @Nullable TokenWindow waiting;

    /** @param mostTokens of a batch, positive */
    public WindowBatcher(Iterator<TokenWindow> windows, int mostTokens) {
        if (mostTokens <= 0) {
            throw new IllegalArgumentException("mostTokens must be positive, got " + mostTokens);
        }
        this.windows = windows;
        this.mostTokens = mostTokens;
    }

    @Override
    public boolean hasNext() {
        return waiting != null || windows.hasNext();
    }

    @Override
    public List<TokenWindow> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<TokenWindow> batch = new ArrayList<>();
        int longest = 0;
        while (hasNext()) {
            TokenWindow window = waiting == null ? windows.next() : waiting;
            waiting = window;
            longest = Math.max(longest, window.length());
            if (!batch.isEmpty() && (long) longest * (batch.size() + 1) > mostTokens) {
                break;
            }
            batch.add(window);
            waiting = null;
        }
        return batch;
    }
}
