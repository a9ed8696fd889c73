package io.sae4j.engine.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sae4j.encoder.BatchTopKEncoder;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.JumpReluEncoder;
import io.sae4j.encoder.JumpReluEncoder.ThresholdForm;
import io.sae4j.encoder.TopKEncoder;
import io.sae4j.engine.StepSettings;
import io.sae4j.model.Weights;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Choices by products of bfloat16 are those of exact scores, up to ties within the rounding of 32 bits. */
class ScreeningTest {
    private static final int K = 8;

    static Stream<AdversarialRows> rows() {
        return AdversarialRows.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void noScoreIsOffByMoreThanItsMargin(AdversarialRows rows) {
        RoundedBlock block = block(new TopKEncoder(K, true), rows);
        Margins margins = block.margins();
        float largestNorm = 0;
        float largestError = 0;
        for (int j = 0; j < block.features(); j++) {
            float factor = block.scores.factors()[j];
            largestNorm = Math.max(largestNorm, block.state.encoderNorms[j] * factor);
            largestError = Math.max(largestError, block.state.encoderErrors[j] * factor);
        }
        for (int r = 0; r < AdversarialRows.ROWS; r++) {
            for (int j = 0; j < block.features(); j++) {
                float factor = block.scores.factors()[j];
                float norm = block.state.encoderNorms[j] * factor;
                float error = block.state.encoderErrors[j] * factor;
                float score = block.roundedScore(r, j);
                double exact = block.exact(r, j);
                float upper = margins.upperBound(r, score, norm, error);
                float lower = margins.lowerBound(r, score, norm, error);
                if (exact > upper || exact < lower) {
                    fail("row %s, feature %s: %s is not within [%s, %s]", r, j, exact, lower, upper);
                }
                if (score <= margins.skippable(r, upper, largestNorm, largestError) && exact > upper) {
                    fail("row %s, feature %s: %s would be skipped below %s", r, j, exact, upper);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void topKOfEachRow(AdversarialRows rows) {
        for (boolean rescaled : new boolean[] {false, true}) {
            RoundedBlock block = block(new TopKEncoder(K, rescaled), rows);
            Selection selection = new RankingSelection(block.state, block.scores, K);
            selection.begin(settings(), AdversarialRows.ROWS);
            BlockCodes codes = block.choose(selection.chooser(AdversarialRows.ROWS), 0);
            for (int r = 0; r < AdversarialRows.ROWS; r++) {
                assertLargest(block, codes, r, r + 1, K);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void topKOfTheBatch(AdversarialRows rows) {
        for (boolean rescaled : new boolean[] {false, true}) {
            RoundedBlock block = block(new BatchTopKEncoder(K, rescaled), rows);
            Selection selection = new BatchRankingSelection(block.state, block.scores, K, AdversarialRows.ROWS);
            selection.begin(settings(), AdversarialRows.ROWS);
            BlockCodes codes = block.choose(selection.chooser(AdversarialRows.ROWS), 0);
            try (Workers workers = new Workers(1)) {
                workers.lead(() -> {
                    selection.settle(new BlockCodes[] {codes}, workers);
                    return true;
                });
            }
            assertLargest(block, codes, 0, AdversarialRows.ROWS, K * AdversarialRows.ROWS);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatExceedsItsThresholdOrLiesAboutIt(AdversarialRows rows) {
        double typical = typicalScore(block(new TopKEncoder(K, false), rows));
        float bandwidth = (float) Math.max(0.2 * typical, Float.MIN_VALUE * 4);
        float[] threshold = new float[AdversarialRows.FEATURES];
        for (int j = 0; j < threshold.length; j++) {
            threshold[j] = (float) (typical * (0.5 + j % 10 / 10.0));
        }
        JumpReluEncoder encoder = new JumpReluEncoder(ThresholdForm.RAW, 1, bandwidth);
        RoundedBlock block = block(encoder, rows, Map.of(Weights.THRESHOLD, threshold));
        Thresholds thresholds = Thresholds.learned(block.state.threshold, encoder);
        Selection selection = new ThresholdSelection(block.state, block.scores, thresholds, 1);
        selection.begin(settings(), AdversarialRows.ROWS);
        BlockCodes codes = block.choose(selection.chooser(AdversarialRows.ROWS), 0);
        for (int r = 0; r < AdversarialRows.ROWS; r++) {
            for (int j = 0; j < block.features(); j++) {
                assertFollowsThreshold(block, codes, r, j, threshold[j], bandwidth / 2);
            }
        }
    }

    private static void assertFollowsThreshold(
            RoundedBlock block, BlockCodes codes, int r, int j, float threshold, float halfKernel) {
        int i = find(codes, r, j);
        double exact = block.exact(r, j);
        double tolerance = block.tolerance(r, j) + Math.ulp(threshold) + Math.ulp(halfKernel);
        double above = exact - threshold;
        String what = "row " + r + ", feature " + j + ": " + exact + " at threshold " + threshold;
        if (Math.abs(above) > tolerance) {
            assertThat(i >= 0 && codes.value[i] != 0).as(what + " fires").isEqualTo(above > 0);
        }
        if (Math.abs(Math.abs(above) - halfKernel) > tolerance) {
            assertThat(i >= 0 && codes.kernel[i] != 0).as(what + " in kernel").isEqualTo(Math.abs(above) < halfKernel);
        }
        if (i >= 0 && codes.value[i] != 0) {
            assertThat(Math.abs(codes.value[i] - exact)).as(what).isLessThanOrEqualTo(tolerance);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void whatIsNotANumberIsNotLost(int k) {
        AdversarialRows rows = AdversarialRows.all().findFirst().orElseThrow();
        rows.weights[5][0] = Float.NaN;
        RoundedBlock block = block(new TopKEncoder(k, false), rows);
        Selection selection = new RankingSelection(block.state, block.scores, k);
        selection.begin(settings(), AdversarialRows.ROWS);
        BlockCodes codes = block.choose(selection.chooser(AdversarialRows.ROWS), 0);
        for (int r = 0; r < AdversarialRows.ROWS; r++) {
            assertThat(find(codes, r, 5)).isNotNegative();
            assertThat(codes.value[find(codes, r, 5)]).isNaN();
            assertThat(codes.start[r + 1] - codes.start[r]).isEqualTo(k);
        }
    }

    @Test
    void roundingIsToNearestEven() {
        assertThat(RoundedBlock.rounded(1 + 0x1p-8f)).isEqualTo(1);
        assertThat(RoundedBlock.rounded(1 + 3 * 0x1p-8f)).isEqualTo(1 + 0x1p-6f);
        assertThat(RoundedBlock.rounded(1 + 0x1p-8f + 0x1p-20f)).isEqualTo(1 + 0x1p-7f);
        assertThat(RoundedBlock.rounded(-1e-40f)).isZero();
    }

    /** A median over the larger scores, so that thresholds about it divide them. */
    private static double typicalScore(RoundedBlock block) {
        double[] sizes = new double[block.features()];
        for (int j = 0; j < sizes.length; j++) {
            sizes[j] = Math.abs(block.exact(1, j));
        }
        java.util.Arrays.sort(sizes);
        return sizes[sizes.length / 2];
    }

    /** The codes of rows {@code from … to − 1} are the n largest positive scores there. */
    private static void assertLargest(RoundedBlock block, BlockCodes codes, int from, int to, int n) {
        double leastChosen = Double.POSITIVE_INFINITY;
        int chosen = 0;
        for (int r = from; r < to; r++) {
            for (int i = codes.start[r]; i < codes.start[r + 1]; i++) {
                int j = codes.feature[i];
                double exact = block.exact(r, j);
                double tolerance = block.tolerance(r, j);
                double score = (double) codes.value[i] * block.scores.factors()[j];
                assertThat(Math.abs(score - exact)).as("score of %s", j).isLessThanOrEqualTo(tolerance);
                assertThat(exact).isGreaterThan(-tolerance);
                leastChosen = Math.min(leastChosen, exact + tolerance);
                chosen++;
            }
        }
        assertThat(chosen).isLessThanOrEqualTo(n);
        for (int r = from; r < to; r++) {
            for (int j = 0; j < block.features(); j++) {
                if (find(codes, r, j) < 0) {
                    double least = block.exact(r, j) - block.tolerance(r, j);
                    if (least > (chosen < n ? 0 : leastChosen)) {
                        fail("feature %s of row %s is missing: %s of %s, least %s", j, r, least, chosen, leastChosen);
                    }
                }
            }
        }
    }

    private static int find(BlockCodes codes, int r, int j) {
        for (int i = codes.start[r]; i < codes.start[r + 1]; i++) {
            if (codes.feature[i] == j) {
                return i;
            }
        }
        return -1;
    }

    private static StepSettings settings() {
        return new StepSettings(1, Map.of(), 1, new boolean[0]);
    }

    private static RoundedBlock block(Encoder encoder, AdversarialRows rows) {
        return block(encoder, rows, Map.of());
    }

    private static RoundedBlock block(Encoder encoder, AdversarialRows rows, Map<String, float[]> parameters) {
        return new RoundedBlock(encoder, rows.inputs, rows.weights, rows.bias, rows.decoderNorms, parameters);
    }
}
