package io.sae4j.cli;

import io.sae4j.format.numpy.NpyWriter;
import java.nio.file.Path;
import java.util.Random;

/** Small activation files: each row is the sum of two of sixteen fixed directions. */
final class TestRows {
    static final int WIDTH = 8;
    private static final int DIRECTIONS = 16;

    private TestRows() {}

    static float[] values(int rows, long seed) {
        Random fixed = new Random(1);
        float[][] directions = new float[DIRECTIONS][WIDTH];
        for (float[] direction : directions) {
            for (int c = 0; c < WIDTH; c++) {
                direction[c] = (float) fixed.nextGaussian();
            }
        }
        Random random = new Random(seed);
        float[] values = new float[rows * WIDTH];
        for (int r = 0; r < rows; r++) {
            for (int n = 0; n < 2; n++) {
                float[] direction = directions[random.nextInt(DIRECTIONS)];
                float strength = 1 + random.nextFloat();
                for (int c = 0; c < WIDTH; c++) {
                    values[r * WIDTH + c] += strength * direction[c];
                }
            }
        }
        return values;
    }

    static Path write(Path file, float[] values, int width) {
        try (NpyWriter writer = NpyWriter.create(file, width)) {
            writer.write(values, 0, values.length / width);
            writer.commit();
        }
        return file;
    }

    static Path write(Path file, int rows, long seed) {
        return write(file, values(rows, seed), WIDTH);
    }
}
