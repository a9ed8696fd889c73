package io.sae4j.activations.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against numbers worked out by hand, on a model of the test's own. */
class LanguageModelEvaluationTest {
    private static final double TOLERANCE = 1e-7;

    /**
     * The hook's row of token t is 2 where the entry is t and 0 elsewhere, and is itself the logits: it predicts that each token
     * comes again.
     */
    private static final class Echo implements LanguageModel {
        static final int VOCABULARY = 3;
        private int largestBatch;

        @Override
        public List<HookPoint> hookPoints() {
            return List.of(new HookPoint("echo", VOCABULARY, HookPoint.Kind.OTHER));
        }

        @Override
        public Map<String, HookRows> activations(List<TokenWindow> input, Collection<String> hooks) {
            Map<String, HookRows> rows = new LinkedHashMap<>();
            hooks.forEach(hook -> rows.put(hookPoint(hook).name(), rows(input)));
            return rows;
        }

        @Override
        public Logits run(List<TokenWindow> input) {
            return new Logits(rows(input));
        }

        @Override
        public Logits run(List<TokenWindow> input, String hook, Edit edit) {
            HookRows rows = rows(input);
            edit.apply(rows);
            return new Logits(rows);
        }

        private HookRows rows(List<TokenWindow> input) {
            int[] lengths = input.stream().mapToInt(TokenWindow::length).toArray();
            int tokens = input.stream().mapToInt(TokenWindow::length).sum();
            largestBatch = Math.max(largestBatch, tokens);
            float[] values = new float[tokens * VOCABULARY];
            int row = 0;
            for (TokenWindow window : input) {
                for (int id : window.ids()) {
                    values[row++ * VOCABULARY + id] = 2;
                }
            }
            return HookRows.ofWindows(lengths, VOCABULARY, values);
        }

        @Override
        public void close() {}
    }

    /** Predictions: 0→0, 0→1 and 1→1. */
    private static final List<TokenWindow> CORPUS =
            List.of(new TokenWindow(new int[] {0, 0, 1}, 0), new TokenWindow(new int[] {1, 1}, 1));

    private static final double E2 = Math.exp(2);
    private static final double LOG_SUM = Math.log(E2 + 2);
    /** Of the clean distribution, p of the likely token and of one of the others. */
    private static final double LIKELY = E2 / (E2 + 2);

    private static final double OTHER = 1 / (E2 + 2);

    @Test
    void measuresAgainstBothBaselines() {
        Edit halve = rows -> {
            for (int i = 0; i < rows.count() * rows.width(); i++) {
                rows.values()[i] /= 2;
            }
        };
        LanguageModelScores scores = new LanguageModelEvaluation(new Echo(), "echo", halve).evaluate(CORPUS);

        assertThat(scores.predictions()).isEqualTo(3);
        double clean = LOG_SUM - 4.0 / 3;
        assertThat(scores.clean()).isEqualTo(clean, within(TOLERANCE));
        double halvedLogSum = Math.log(Math.E + 2);
        double halved = halvedLogSum - 2.0 / 3;
        assertThat(scores.edited().crossEntropy()).isEqualTo(halved, within(TOLERANCE));
        assertThat(scores.edited().kl())
                .isEqualTo(
                        LIKELY * (2 - LOG_SUM - 1 + halvedLogSum) + 2 * OTHER * (halvedLogSum - LOG_SUM),
                        within(TOLERANCE));

        double uniform = Math.log(3);
        assertThat(scores.zero().crossEntropy()).isEqualTo(uniform, within(TOLERANCE));
        double zeroKl = LIKELY * (2 - LOG_SUM + uniform) + 2 * OTHER * (uniform - LOG_SUM);
        assertThat(scores.zero().kl()).isEqualTo(zeroKl, within(TOLERANCE));
        assertThat(scores.crossEntropyRecovered(Baseline.ZERO))
                .isEqualTo((uniform - halved) / (uniform - clean), within(TOLERANCE));
        assertThat(scores.klRecovered(Baseline.ZERO))
                .isEqualTo(1 - scores.edited().kl() / zeroKl, within(TOLERANCE));

        // The mean of all five rows: 2/5 of them are token 0, 3/5 token 1.
        double meanLogSum = Math.log(Math.exp(0.8) + Math.exp(1.2) + 1);
        assertThat(scores.mean().crossEntropy()).isEqualTo(meanLogSum - (0.8 + 1.2 + 1.2) / 3, within(1e-6));
        assertThat(scores.toString()).contains("zero ablation", "mean ablation", "start tokens edited too");
    }

    @Test
    void leavesStartTokensAlone() {
        LanguageModelScores scores = new LanguageModelEvaluation(new Echo(), "echo", Edits.zero())
                .leaveStarts()
                .evaluate(CORPUS);

        // Of the three predictions only 0→1 is not made from a start token.
        assertThat(scores.edited().crossEntropy()).isEqualTo((2 * (LOG_SUM - 2) + Math.log(3)) / 3, within(TOLERANCE));
        assertThat(scores.edited()).isEqualTo(scores.zero());
        // The mean of the rows that are no start tokens': one is token 0, two are token 1.
        double meanLogSum = Math.log(Math.exp(2.0 / 3) + Math.exp(4.0 / 3) + 1);
        assertThat(scores.mean().crossEntropy())
                .isEqualTo((2 * (LOG_SUM - 2) + meanLogSum - 4.0 / 3) / 3, within(1e-6));
        assertThat(scores.startsEdited()).isFalse();
    }

    @Test
    void takesAMeanAndDependsNotOnTheBatchSize() {
        float[] mean = {0, 5, 0};
        LanguageModelScores whole = new LanguageModelEvaluation(new Echo(), "echo", Edits.mean(mean))
                .mean(mean)
                .evaluate(CORPUS);
        Echo small = new Echo();
        List<Long> told = new ArrayList<>();
        LanguageModelScores inParts = new LanguageModelEvaluation(small, "echo", Edits.mean(mean))
                .mean(mean)
                .batchTokens(1)
                .listener(told::add)
                .evaluate(CORPUS);

        assertThat(inParts).isEqualTo(whole);
        assertThat(whole.mean()).isEqualTo(whole.edited());
        assertThat(small.largestBatch).isEqualTo(3);
        assertThat(told).containsExactly(2L, 3L);
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        Echo model = new Echo();
        assertThatThrownBy(() -> new LanguageModelEvaluation(model, "ecko", Edits.zero()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no hook point 'ecko'; there are echo");
        LanguageModelEvaluation evaluation = new LanguageModelEvaluation(model, "echo", Edits.zero());
        assertThatThrownBy(() -> evaluation.mean(new float[2])).hasMessageContaining("width 3, as 'echo', got 2");
        assertThatThrownBy(() -> evaluation.evaluate(List.of(new TokenWindow(new int[] {1}, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two tokens");
        Edit nan = rows -> rows.values()[0] = Float.NaN;
        assertThatThrownBy(() -> new LanguageModelEvaluation(model, "echo", nan).evaluate(CORPUS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void namesTheClosestOfManyHookPoints() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            names.add("layer." + i + ".out");
        }
        assertThat(CloseNames.of("layer.55.Out", names))
                .startsWith("close are layer.55.out, ")
                .endsWith("(of 100)");
    }
}
