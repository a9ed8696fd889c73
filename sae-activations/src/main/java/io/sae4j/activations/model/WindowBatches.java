package io.sae4j.activations.model;

import com.google.common.collect.AbstractIterator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups consecutive windows into batches of at most so many tokens, padding counted, since a model computes that too; a longer
 * window is alone in its batch.
 */
public final class WindowBatches extends AbstractIterator<List<TokenWindow>> {
    private final WindowReader windows;
    private final int mostTokens;
    private @Nullable TokenWindow waiting;

    /**
     * @param windows not closed
     * @param mostTokens of a batch, positive
     */
    public WindowBatches(WindowReader windows, int mostTokens) {
        this.windows = windows;
        this.mostTokens = mostTokens;
        waiting = windows.next();
    }

    @Override
    protected @Nullable List<TokenWindow> computeNext() {
        List<TokenWindow> batch = new ArrayList<>();
        long longest = 0;
        for (TokenWindow window = waiting; window != null; window = waiting) {
            longest = Math.max(longest, window.length());
            if (!batch.isEmpty() && longest * (batch.size() + 1) > mostTokens) {
                return batch;
            }
            batch.add(window);
            waiting = windows.next();
        }
        return batch.isEmpty() ? endOfData() : batch;
    }
}
