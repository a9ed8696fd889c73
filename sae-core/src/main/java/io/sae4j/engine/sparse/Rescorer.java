package io.sae4j.engine.sparse;

import io.sae4j.math.RankedEntries;

/** Replaces products that were rounded coarsely by exact ones, four features at a time. */
final class Rescorer {
    private final SaeState state;
    private final float[] four = new float[4];

    Rescorer(SaeState state) {
        this.state = state;
    }

    /** Gives entries {@code from … to − 1} the pre-activation {@code x·w_j + b_j} in place of what they hold. */
    void rescore(float[] x, long[] entries, int from, int to) {
        float[][] w = state.encoder.value;
        int i = from;
        for (; i < to - 3; i += 4) {
            RowMath.dots(
                    x,
                    row(w, entries[i]),
                    row(w, entries[i + 1]),
                    row(w, entries[i + 2]),
                    row(w, entries[i + 3]),
                    four,
                    0);
            for (int q = 0; q < four.length; q++) {
                entries[i + q] = entry(four[q], entries[i + q]);
            }
        }
        for (; i < to; i++) {
            entries[i] = entry(RowMath.dot(x, row(w, entries[i])), entries[i]);
        }
    }

    private static float[] row(float[][] w, long entry) {
        return w[RankedEntries.index(entry)];
    }

    private long entry(float product, long old) {
        int j = RankedEntries.index(old);
        return RankedEntries.of(product + state.encoderBias.value[j], j);
    }
}
