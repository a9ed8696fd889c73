package io.sae4j.activations.model;

import com.google.common.collect.AbstractIterator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Groups consecutive windows into batches of at most so many tokens, padding counted; a longer window is alone in its batch. */
final class WindowBatches extends AbstractIterator<List<TokenWindow>> {
    private final Iterator<TokenWindow> windows;
    private final int mostTokens;
    private @Nullable TokenWindow waiting;

    WindowBatches(Iterator<TokenWindow> windows, int mostTokens) {
        this.windows = windows;
        this.mostTokens = mostTokens;
    }

    @Override
    protected @Nullable List<TokenWindow> computeNext() {
        List<TokenWindow> batch = new ArrayList<>();
        long longest = 0;
        while (waiting != null || windows.hasNext()) {
            TokenWindow window = waiting == null ? windows.next() : waiting;
            waiting = window;
            longest = Math.max(longest, window.length());
            if (!batch.isEmpty() && longest * (batch.size() + 1) > mostTokens) {
                break;
            }
            batch.add(window);
            waiting = null;
        }
        return batch.isEmpty() ? endOfData() : batch;
    }
}
