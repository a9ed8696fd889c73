package io.sae4j.activations.model;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures what an edit of a hook point does to a language model's predictions, beside zero and mean ablation of the same rows:
 *
 * <pre>{@code
 * LanguageModelScores scores = new LanguageModelEvaluation(model, "resid_2", Edits.reconstruct(sae)).evaluate(windows);
 * double recovered = scores.crossEntropyRecovered(Baseline.MEAN);
 * }</pre>
 *
 * <p>The corpus is run in batches, four times each; no more than the logits of a clean and a changed batch are kept.
 */
public final class LanguageModelEvaluation {
    /** Tokens of a batch, padding counted. */
    public static final int BATCH_TOKENS = 1024;

    private final LanguageModel model;
    private final HookPoint hook;
    private final Edit edit;
    private float @Nullable [] mean;
    private boolean editStarts = true;
    private int batchTokens = BATCH_TOKENS;
    private LongConsumer listener = predictions -> {};

    /** @throws IllegalArgumentException when {@code model} has no such hook point */
    public LanguageModelEvaluation(LanguageModel model, String hook, Edit edit) {
        this.model = model;
        this.hook = model.hookPoint(hook);
        this.edit = edit;
    }

    /**
     * The row of mean ablation, for instance the mean of the rows that an SAE was trained on. Without it, it is the mean of
     * the corpus's own rows, found in a first pass.
     *
     * @param row as wide as the hook point; copied
     */
    public LanguageModelEvaluation mean(float[] row) {
        checkArgument(
                row.length == hook.width(),
                "the mean must have width %s, as '%s', got %s",
                hook.width(),
                hook.name(),
                row.length);
        mean = row.clone();
        return this;
    }

    /** Leaves rows at position 0 of their window as they are, in the edit and in both ablations; also out of a mean found here. */
    public LanguageModelEvaluation leaveStarts() {
        editStarts = false;
        return this;
    }

    /** Tokens of a batch, padding counted, {@value #BATCH_TOKENS} by default; a longer window is a batch of its own. */
    public LanguageModelEvaluation batchTokens(int tokens) {
        checkArgument(tokens > 0, "batchTokens must be positive, got %s", tokens);
        batchTokens = tokens;
        return this;
    }

    /** Told after each batch how many tokens were predicted so far. */
    public LanguageModelEvaluation listener(LongConsumer predictions) {
        listener = predictions;
        return this;
    }

    /**
     * Runs the corpus.
     *
     * @param corpus gone through twice unless a {@link #mean} was given
     * @throws IllegalArgumentException when no window has two tokens, or a token id is beyond the vocabulary
     * @throws IllegalStateException when the model computes no finite distribution
     */
    public LanguageModelScores evaluate(List<TokenWindow> corpus) {
        return evaluate(TokenWindows.of(corpus));
    }

    /** Like {@link #evaluate(List)}, for windows that need not fit into memory. */
    public LanguageModelScores evaluate(TokenWindows corpus) {
        Edit[] changes = {edit, Edits.zero(), Edits.mean(mean == null ? corpusMean(corpus) : mean)};
        double clean = 0;
        double[] crossEntropy = new double[changes.length];
        double[] kl = new double[changes.length];
        long predictions = 0;
        try (WindowReader reader = corpus.open()) {
            Iterator<List<TokenWindow>> batches = new WindowBatches(reader, batchTokens);
            while (batches.hasNext()) {
                List<TokenWindow> batch = batches.next();
                DecodedLogits unchanged = new DecodedLogits(model.run(batch), batch);
                clean += unchanged.crossEntropySum();
                for (int c = 0; c < changes.length; c++) {
                    Edit change = editStarts ? changes[c] : Edits.exceptStarts(changes[c]);
                    DecodedLogits changed = new DecodedLogits(model.run(batch, hook.name(), change), batch);
                    crossEntropy[c] += changed.crossEntropySum();
                    kl[c] += unchanged.klSum(changed);
                }
                predictions += unchanged.count();
                listener.accept(predictions);
            }
        }
        checkArgument(predictions > 0, "the corpus must have at least one window of two tokens");
        LanguageModelScores.Score[] scores = new LanguageModelScores.Score[changes.length];
        for (int c = 0; c < changes.length; c++) {
            scores[c] = new LanguageModelScores.Score(crossEntropy[c] / predictions, kl[c] / predictions);
        }
        return new LanguageModelScores(predictions, clean / predictions, scores[0], scores[1], scores[2], editStarts);
    }

    private float[] corpusMean(TokenWindows corpus) {
        double[] sum = new double[hook.width()];
        long count = 0;
        try (WindowReader reader = corpus.open()) {
            Iterator<List<TokenWindow>> batches = new WindowBatches(reader, batchTokens);
            while (batches.hasNext()) {
                count += addRows(batches.next(), sum);
            }
        }
        float[] result = new float[sum.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) (sum[i] / Math.max(1, count));
        }
        return result;
    }

    private long addRows(List<TokenWindow> batch, double[] sum) {
        Map<String, HookRows> activations = model.activations(batch, List.of(hook.name()));
        HookRows rows = activations.values().iterator().next();
        int first = editStarts ? 0 : 1;
        int row = 0;
        long count = 0;
        for (TokenWindow window : batch) {
            for (int t = first; t < window.length(); t++) {
                add(rows, row + t, sum);
            }
            count += window.length() - first;
            row += window.length();
        }
        return count;
    }

    private static void add(HookRows rows, int row, double[] sum) {
        int start = rows.start(row);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += rows.values()[start + i];
        }
    }
}
