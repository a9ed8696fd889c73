package io.sae4j.activations.harvest;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.model.LanguageModel;
import io.sae4j.activations.model.TokenWindow;
import io.sae4j.activations.model.TokenWindows;
import io.sae4j.activations.model.WindowBatches;
import io.sae4j.activations.model.WindowReader;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs token windows through a model and hands on the activations at its hook points, one row per token, start tokens included.
 *
 * <p>Rows are checked: NaN or an infinity ends the harvest, naming hook point, document and position.
 */
public final class Harvester {
    /** Tokens that a model runs at once by default. */
    public static final int BATCH_TOKENS = 4096;

    private final LanguageModel model;
    private final List<String> hooks;
    private final int batchTokens;

    /**
     * @param hooks names of hook points of {@code model}
     * @param batchTokens tokens that the model runs at once, padding included, positive; more costs memory
     * @throws IllegalArgumentException when the model has no such hook point, or none is named
     */
    public Harvester(LanguageModel model, List<String> hooks, int batchTokens) {
        checkArgument(!hooks.isEmpty(), "hooks must name at least one hook point");
        checkArgument(batchTokens > 0, "batchTokens must be positive, got %s", batchTokens);
        hooks.forEach(model::hookPoint);
        this.model = model;
        this.hooks = List.copyOf(hooks);
        this.batchTokens = batchTokens;
    }

    /**
     * Harvests all windows.
     *
     * @param sink receives the rows; not closed
     * @param listener told after each batch
     * @return where it ended
     */
    public HarvestProgress run(TokenWindows windows, HarvestSink sink, Consumer<HarvestProgress> listener) {
        long start = System.nanoTime();
        HarvestProgress progress = new HarvestProgress(0, 0, Duration.ZERO);
        try (WindowReader reader = windows.open()) {
            Iterator<List<TokenWindow>> batches = new WindowBatches(reader, batchTokens);
            while (batches.hasNext()) {
                List<TokenWindow> batch = batches.next();
                int tokens = harvest(batch, sink);
                progress = new HarvestProgress(
                        progress.windows() + batch.size(),
                        progress.tokens() + tokens,
                        Duration.ofNanos(System.nanoTime() - start));
                listener.accept(progress);
            }
        }
        return progress;
    }

    private int harvest(List<TokenWindow> batch, HarvestSink sink) {
        int count = batch.stream().mapToInt(TokenWindow::length).sum();
        int[] ids = new int[count];
        int[] positions = new int[count];
        long[] documents = new long[count];
        int at = 0;
        for (TokenWindow window : batch) {
            for (int position = 0; position < window.length(); position++) {
                ids[at] = window.ids()[position];
                positions[at] = position;
                documents[at++] = window.document();
            }
        }
        Map<String, float[]> rows = new LinkedHashMap<>();
        model.activations(batch, hooks).forEach((hook, ofHook) -> {
            requireComplete(hook, ofHook, positions, documents);
            rows.put(hook, ofHook.values());
        });
        sink.append(count, ids, positions, documents, rows);
        return count;
    }

    private static void requireComplete(String hook, HookRows rows, int[] positions, long[] documents) {
        if (rows.count() != positions.length) {
            throw new IllegalStateException(
                    "the model gave " + rows.count() + " rows at '" + hook + "' for " + positions.length + " tokens");
        }
        float[] values = rows.values();
        for (int i = 0; i < rows.count() * rows.width(); i++) {
            if (!Float.isFinite(values[i])) {
                int row = i / rows.width();
                throw new IllegalStateException("the model computed " + values[i] + " at '" + hook + "', document "
                        + documents[row] + ", position " + positions[row] + ", entry " + i % rows.width());
            }
        }
    }
}
