package io.sae4j.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.nd.HostArrays;
import io.sae4j.testing.Batches;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop against one that is written down plainly, in double precision. */
class MatchingPursuitTest {
    private static final int WIDTH = 12;
    private static final int FEATURES = 40;
    private static final int ROWS = 60;
    private static final long ALWAYS_GRAM = Long.MAX_VALUE;
    private static final long NEVER_GRAM = 0;
    private static final double CLOSE = 2e-5;

    @ParameterizedTest
    @ValueSource(longs = {ALWAYS_GRAM, NEVER_GRAM})
    void plantedCodesOnOrthonormalDirectionsAreFoundExactly(long maxGram) {
        float[] directions = orthonormal(Batches.gaussian(1, WIDTH * WIDTH));
        float[] planted = new float[ROWS * WIDTH];
        float[] rows = new float[ROWS * WIDTH];
        for (int r = 0; r < ROWS; r++) {
            for (int i = 0; i < 3; i++) {
                int j = (r * 5 + i * 4) % WIDTH;
                planted[r * WIDTH + j] = 1 + r % 7 + 0.5f * i;
                for (int c = 0; c < WIDTH; c++) {
                    rows[r * WIDTH + c] += planted[r * WIDTH + j] * directions[j * WIDTH + c];
                }
            }
        }
        float[] codes = new float[ROWS * WIDTH];
        new MatchingPursuit(HostArrays.create(directions, WIDTH, WIDTH), 3, 0, false, maxGram)
                .encode(rows, ROWS, codes);
        for (int i = 0; i < codes.length; i++) {
            assertThat(codes[i]).isCloseTo(planted[i], within((float) CLOSE));
            assertThat(codes[i] != 0).isEqualTo(planted[i] != 0);
        }
        for (float left : rows) {
            assertThat(left).isCloseTo(0, within((float) CLOSE));
        }
    }

    @Test
    void bothWaysAgreeWithThePlainLoop() {
        float[] directions = units(Batches.gaussian(2, FEATURES * WIDTH));
        for (long maxGram : new long[] {ALWAYS_GRAM, NEVER_GRAM}) {
            for (boolean stop : new boolean[] {false, true}) {
                for (double threshold : new double[] {0, 1.0}) {
                    for (int most : new int[] {1, 2, 7, 30}) {
                        float[] rows = Batches.gaussian(3, ROWS * WIDTH);
                        double[] expected = plain(directions, rows, most, threshold, stop);
                        float[] codes = new float[ROWS * FEATURES + 1];
                        codes[codes.length - 1] = 9;
                        new MatchingPursuit(
                                        HostArrays.create(directions, FEATURES, WIDTH), most, threshold, stop, maxGram)
                                .encode(rows, ROWS, codes);
                        for (int i = 0; i < expected.length; i++) {
                            assertThat((double) codes[i])
                                    .as("entry %s, %s iterations, threshold %s, stop %s", i, most, threshold, stop)
                                    .isCloseTo(expected[i], within(CLOSE));
                        }
                        assertThat(codes[codes.length - 1]).isEqualTo(9);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {ALWAYS_GRAM, NEVER_GRAM})
    void whatIsLeftNeverGrows(long maxGram) {
        float[] directions = units(Batches.gaussian(4, FEATURES * WIDTH));
        float[] before = Batches.gaussian(5, ROWS * WIDTH);
        for (int most : List.of(1, 2, 3, 5, 9, 17)) {
            float[] rows = Batches.gaussian(5, ROWS * WIDTH);
            float[] codes = new float[ROWS * FEATURES];
            new MatchingPursuit(HostArrays.create(directions, FEATURES, WIDTH), most, 0, false, maxGram)
                    .encode(rows, ROWS, codes);
            for (int r = 0; r < ROWS; r++) {
                assertThat(norm(rows, r)).isLessThan(norm(before, r));
                int row = r;
                assertThat(IntStream.range(0, FEATURES).filter(j -> codes[row * FEATURES + j] != 0))
                        .hasSizeLessThanOrEqualTo(most);
            }
            before = rows;
        }
    }

    @Test
    void aRowWithoutPositiveCorrelationHasNoCodes() {
        float[] rows = {-1, -2};
        float[] codes = {5, 5};
        new MatchingPursuit(HostArrays.create(new float[] {1, 0, 0, 1}, 2, 2), 4, 0.01, true, ALWAYS_GRAM)
                .encode(rows, 1, codes);
        assertThat(codes).containsExactly(0, 0);
    }

    /** SAELens's rules, one row and one feature after the other. */
    private static double[] plain(float[] directions, float[] rows, int most, double threshold, boolean stop) {
        double[] codes = new double[ROWS * FEATURES];
        for (int r = 0; r < ROWS; r++) {
            double[] left = new double[WIDTH];
            for (int c = 0; c < WIDTH; c++) {
                left[c] = rows[r * WIDTH + c];
            }
            boolean done = false;
            for (int i = 0; i < most && !done; i++) {
                int best = 0;
                double value = 0;
                for (int j = 0; j < FEATURES; j++) {
                    double correlation = 0;
                    for (int c = 0; c < WIDTH; c++) {
                        correlation += left[c] * directions[j * WIDTH + c];
                    }
                    if (correlation > value) {
                        value = correlation;
                        best = j;
                    }
                }
                boolean newFeature = codes[r * FEATURES + best] == 0 && value > 0;
                codes[r * FEATURES + best] += value;
                double squares = 0;
                for (int c = 0; c < WIDTH; c++) {
                    left[c] -= value * directions[best * WIDTH + c];
                    squares += left[c] * left[c];
                }
                done = (stop && !newFeature) || (threshold > 0 && Math.sqrt(squares) < threshold);
            }
        }
        return codes;
    }

    private static float[] units(float[] rows) {
        for (int j = 0; j < rows.length / WIDTH; j++) {
            double norm = norm(rows, j);
            for (int c = 0; c < WIDTH; c++) {
                rows[j * WIDTH + c] /= (float) norm;
            }
        }
        return rows;
    }

    /** Gram and Schmidt's rows of unit length. */
    private static float[] orthonormal(float[] rows) {
        for (int j = 0; j < rows.length / WIDTH; j++) {
            for (int i = 0; i < 2 * j; i++) {
                double dot = 0;
                for (int c = 0; c < WIDTH; c++) {
                    dot += (double) rows[j * WIDTH + c] * rows[i % j * WIDTH + c];
                }
                for (int c = 0; c < WIDTH; c++) {
                    rows[j * WIDTH + c] -= (float) dot * rows[i % j * WIDTH + c];
                }
            }
            double norm = norm(rows, j);
            for (int c = 0; c < WIDTH; c++) {
                rows[j * WIDTH + c] /= (float) norm;
            }
        }
        return rows;
    }

    private static double norm(float[] rows, int r) {
        double squares = 0;
        for (int c = 0; c < WIDTH; c++) {
            squares += (double) rows[r * WIDTH + c] * rows[r * WIDTH + c];
        }
        return Math.sqrt(squares);
    }
}
