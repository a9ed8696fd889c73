package io.sae4j.engine.sparse;

import io.sae4j.testing.Batches;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Rows, features and biases that make choices by rounded scores hard. */
final class AdversarialRows {
    static final int WIDTH = 41;
    static final int FEATURES = 300;
    static final int ROWS = 12;

    private final String name;
    final float[][] inputs = matrix(1, ROWS);
    final float[][] weights = matrix(2, FEATURES);
    final float[] bias = new float[FEATURES];
    final float[] decoderNorms = new float[FEATURES];

    private AdversarialRows(String name, Consumer<AdversarialRows> change) {
        this.name = name;
        Arrays.fill(decoderNorms, 1);
        change.accept(this);
    }

    static Stream<AdversarialRows> all() {
        return Stream.of(
                new AdversarialRows("gaussian", rows -> {}),
                new AdversarialRows("biases", rows -> rows.setBias(3)),
                new AdversarialRows("exact ties", AdversarialRows::repeatFeatures),
                new AdversarialRows("near ties", AdversarialRows::nearTies),
                new AdversarialRows("near ties of biases", AdversarialRows::cancel),
                new AdversarialRows("boasters", AdversarialRows::boasters),
                new AdversarialRows("only ties", rows -> Arrays.fill(rows.weights, rows.weights[0])),
                new AdversarialRows("x of 1e15", rows -> scale(rows.inputs, 1e15)),
                new AdversarialRows("x of 1e30", rows -> scale(rows.inputs, 1e30)),
                new AdversarialRows("w of 1e30", rows -> scale(rows.weights, 1e30)),
                new AdversarialRows("x of 1e-15", rows -> scale(rows.inputs, 1e-15)),
                new AdversarialRows("x of 1e-21", rows -> scale(rows.inputs, 1e-21)),
                new AdversarialRows("w of 1e-24", rows -> scale(rows.weights, 1e-24)),
                new AdversarialRows("x of 1e-38", rows -> scale(rows.inputs, 1e-38)),
                new AdversarialRows("x of 1e-42", rows -> scale(rows.inputs, 1e-42)),
                new AdversarialRows("w of 1e-42", rows -> scale(rows.weights, 1e-42)),
                new AdversarialRows("x of 1e-42, w of 1e15", rows -> {
                    scale(rows.inputs, 1e-42);
                    scale(rows.weights, 1e15);
                }),
                new AdversarialRows("x of 1e15, w of 1e-36", rows -> {
                    scale(rows.inputs, 1e15);
                    scale(rows.weights, 1e-36);
                }),
                new AdversarialRows("one huge entry", rows -> {
                    for (float[] row : rows.inputs) {
                        row[7] *= 1e10f;
                    }
                }),
                new AdversarialRows("features of different norms", AdversarialRows::spreadNorms),
                new AdversarialRows("decoder rows of different norms", rows -> {
                    for (int j = 0; j < FEATURES; j++) {
                        rows.decoderNorms[j] = (float) Math.pow(10, j % 7 - 3);
                    }
                    rows.setBias(1);
                }),
                new AdversarialRows("zeros", rows -> {
                    Arrays.fill(rows.inputs[3], 0);
                    Arrays.fill(rows.weights[17], 0);
                    Arrays.fill(rows.weights[299], 0);
                }),
                new AdversarialRows("zeros and biases", rows -> {
                    rows.setBias(1e-3f);
                    Arrays.fill(rows.inputs[3], 0);
                }),
                new AdversarialRows("hardly any positive", rows -> {
                    for (int j = 0; j < FEATURES; j++) {
                        rows.bias[j] = -18;
                    }
                }));
    }

    private static float[][] matrix(long seed, int rows) {
        float[][] matrix = new float[rows][];
        for (int r = 0; r < rows; r++) {
            matrix[r] = Batches.gaussian(1000 * seed + r, WIDTH);
        }
        return matrix;
    }

    private static void scale(float[][] rows, double factor) {
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (row[i] * factor);
            }
        }
    }

    private void setBias(float size) {
        float[] values = Batches.gaussian(3, FEATURES);
        for (int j = 0; j < FEATURES; j++) {
            bias[j] = size * values[j];
        }
    }

    private void repeatFeatures() {
        for (int j = 0; j < FEATURES; j++) {
            weights[j] = weights[j % 23].clone();
        }
    }

    /** Scores that differ by less than rounding to bfloat16 changes them. */
    private void nearTies() {
        SplittableRandom random = new SplittableRandom(4);
        for (int j = 5; j < FEATURES; j++) {
            weights[j] = weights[j % 5].clone();
            for (int i = 0; i < WIDTH; i++) {
                weights[j][i] *= (float) (1 + 1e-4 * random.nextGaussian());
            }
        }
    }

    /**
     * Most features gain by rounding and the best ones lose as much as they can: all entries of these lie just below the
     * middle between two numbers, of the others every second one just above.
     */
    private void boasters() {
        for (int j = 0; j < FEATURES; j++) {
            boolean best = j > 64 && j % 29 == 1;
            for (int i = 0; i < WIDTH; i++) {
                weights[j][i] = best ? 1 + 0.49f / 128 : i % 2 == 0 ? 1 + (0.51f + j * 1e-4f) / 128 : 1;
            }
        }
        for (int r = 0; r < ROWS; r++) {
            Arrays.fill(inputs[r], (float) Math.pow(2, r - 5));
        }
    }

    /** Large products against large biases, so that little is left. */
    private void cancel() {
        for (int j = 0; j < FEATURES; j++) {
            Arrays.fill(weights[j], 100 + j * 1e-3f);
            bias[j] = -100f * WIDTH;
        }
        for (int r = 0; r < ROWS; r++) {
            Arrays.fill(inputs[r], 1 + r * 1e-4f);
        }
    }

    private void spreadNorms() {
        for (int j = 0; j < FEATURES; j++) {
            float factor = (float) Math.pow(10, j % 13 - 6);
            for (int i = 0; i < WIDTH; i++) {
                weights[j][i] *= factor;
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
