package io.sae4j.engine.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.encoder.TopKEncoder;
import io.sae4j.engine.StepSettings;
import io.sae4j.testing.Batches;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice among given scores against sorting them. */
class RankingChooserTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 3, 64", "67, 1, 64", "67, 7, 16", "1021, 32, 256", "1021, 300, 100", "300, 299, 300"})
    void choosesWhatSortingChooses(int features, int k, int tile) {
        RoundedBlock block = block(features, k);
        RankingSelection selection = new RankingSelection(block.state, block.scores, k);
        selection.begin(settings(1), 1);
        float[][] rows = rows(features);
        Selection.Chooser chooser = selection.chooser(rows.length);
        for (int repeat = 0; repeat < 2; repeat++) {
            assertChoice(chooser, rows, k, tile);
        }
    }

    @Test
    void theChoiceWidensAndShrinksAgain() {
        RoundedBlock block = block(200, 10);
        RankingSelection selection = new RankingSelection(block.state, block.scores, 10);
        Selection.Chooser chooser = selection.chooser(8);
        float[][] rows = rows(200);
        for (double widening : new double[] {3, 1, 1.04, 1.06, 1000, 1}) {
            selection.begin(settings(widening), 8);
            assertChoice(chooser, rows, (int) Math.min(200, Math.round(10 * widening)), 64);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 100})
    void theFirstBarLeavesAtLeastK(int k) {
        FirstBar firstBar = new FirstBar();
        boolean raised = false;
        for (float[] row : rows(1021)) {
            PeakFinder peaks = new PeakFinder();
            peaks.measure(row, 1021);
            float bar = firstBar.of(peaks, k);
            int above = 0;
            int positive = 0;
            for (float score : row) {
                above += score >= bar ? 1 : 0;
                positive += score > 0 ? 1 : 0;
            }
            assertThat(bar).isPositive();
            assertThat(above).isGreaterThanOrEqualTo(Math.min(k, positive));
            raised |= bar > Float.MIN_VALUE;
        }
        assertThat(raised).as("a bar that is of any use").isTrue();
    }

    @Test
    void theFirstBarIsCloseToTheLargest() {
        float[] row = Batches.gaussian(8, 1024);
        float[] sorted = row.clone();
        Arrays.sort(sorted);
        PeakFinder peaks = new PeakFinder();
        peaks.measure(row, 1024);
        assertThat(new FirstBar().of(peaks, 16)).isBetween(sorted[1024 - 64], sorted[1024 - 16]);
    }

    private static void assertChoice(Selection.Chooser chooser, float[][] rows, int k, int tile) {
        chooser.start(new RowBlock(0, 0, rows.length), new float[rows.length][], null);
        int features = rows[0].length;
        for (int first = 0; first < features; first += tile) {
            int count = Math.min(tile, features - first);
            float[][] scores = new float[rows.length][tile];
            for (int r = 0; r < rows.length; r++) {
                Arrays.fill(scores[r], Float.POSITIVE_INFINITY);
                System.arraycopy(rows[r], first, scores[r], 0, count);
            }
            chooser.visit(scores, first, count);
        }
        BlockCodes codes = new BlockCodes(rows.length);
        assertThat(chooser.finish(codes)).isTrue();
        assertThat(codes.rows()).isEqualTo(rows.length);
        for (int r = 0; r < rows.length; r++) {
            float[] row = rows[r];
            int[] expected = IntStream.range(0, features)
                    .boxed()
                    .filter(j -> row[j] > 0)
                    .sorted(Comparator.<Integer>comparingDouble(j -> -row[j]).thenComparing(j -> j))
                    .limit(k)
                    .mapToInt(j -> j)
                    .sorted()
                    .toArray();
            int[] chosen = Arrays.copyOfRange(codes.feature, codes.start[r], codes.start[r + 1]);
            for (int i = codes.start[r]; i < codes.start[r + 1]; i++) {
                assertThat(codes.value[i]).isEqualTo(row[codes.feature[i]]);
                assertThat(codes.kernel[i]).isZero();
            }
            Arrays.sort(chosen);
            assertThat(chosen).as("row %s", r).isEqualTo(expected);
        }
    }

    /** Gaussian, with ties, with many ties, rising, falling, negative, zero, and with few that are positive. */
    private static float[][] rows(int features) {
        SplittableRandom random = new SplittableRandom(features);
        float[][] rows = new float[8][features];
        rows[0] = Batches.gaussian(features, features);
        for (int j = 0; j < features; j++) {
            rows[1][j] = random.nextInt(-20, 20);
            rows[2][j] = random.nextInt(-1, 2);
            rows[3][j] = j + 1;
            rows[4][j] = features - j;
            rows[5][j] = -1 - random.nextInt(5);
            rows[6][j] = j % 2 == 0 ? 0f : -0f;
            rows[7][j] = j % 11 == 3 ? Float.MIN_VALUE * (1 + j) : -1;
        }
        return rows;
    }

    private static RoundedBlock block(int features, int k) {
        float[] ones = new float[features];
        Arrays.fill(ones, 1);
        return new RoundedBlock(
                new TopKEncoder(k, false),
                new float[1][1],
                new float[features][1],
                new float[features],
                ones,
                Map.of());
    }

    private static StepSettings settings(double widening) {
        return new StepSettings(1, Map.of(), widening, new boolean[0]);
    }
}
