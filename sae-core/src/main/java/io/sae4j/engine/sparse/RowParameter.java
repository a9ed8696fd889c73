package io.sae4j.engine.sparse;

import java.util.Arrays;

/** A matrix parameter of one row per feature, {@code [features][width]}, with Adam's two moments of it. */
final class RowParameter {
    final float[][] value;
    final float[][] firstMoment;
    final float[][] secondMoment;

    RowParameter(int features, int width) {
        value = new float[features][width];
        firstMoment = new float[features][width];
        secondMoment = new float[features][width];
    }

    /** New values for feature {@code j}; its moments become 0. */
    void restart(int j, float[] row) {
        System.arraycopy(row, 0, value[j], 0, row.length);
        Arrays.fill(firstMoment[j], 0f);
        Arrays.fill(secondMoment[j], 0f);
    }

    int features() {
        return value.length;
    }

    int width() {
        return value[0].length;
    }
}
