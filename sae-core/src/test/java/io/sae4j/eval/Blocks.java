package io.sae4j.eval;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Rows for tests. */
final class Blocks {
    private Blocks() {}

    static float[][] gaussian(long seed, int rows, int width, double offset, double scale) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] values = new float[rows][width];
        for (float[] row : values) {
            for (int c = 0; c < width; c++) {
                row[c] = (float) (offset + scale * random.nextGaussian());
            }
        }
        return values;
    }

    /** Codes of which about one in four fires, the last feature never. */
    static float[][] codes(long seed, int rows, int dSae) {
        float[][] codes = gaussian(seed, rows, dSae, -0.7, 1);
        for (float[] row : codes) {
            for (int j = 0; j < dSae; j++) {
                row[j] = j == dSae - 1 ? 0 : Math.max(0, row[j]);
            }
        }
        return codes;
    }

    static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(rows[r], 0, flat, r * rows[0].length, rows[0].length);
        }
        return flat;
    }

    static Evaluation accumulate(float[][] target, float[][] reconstruction, float[][] codes, int block) {
        MetricsAccumulator accumulator = new MetricsAccumulator(target[0].length, codes[0].length);
        for (int from = 0; from < target.length; from += block) {
            int to = Math.min(target.length, from + block);
            accumulator.add(
                    flat(Arrays.copyOfRange(target, from, to)),
                    flat(Arrays.copyOfRange(reconstruction, from, to)),
                    flat(Arrays.copyOfRange(codes, from, to)),
                    to - from);
        }
        return accumulator.result();
    }
}
