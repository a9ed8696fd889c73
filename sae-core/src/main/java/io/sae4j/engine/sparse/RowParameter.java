package io.sae4j.engine.sparse;

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

    int features() {
        return value.length;
    }

    int width() {
        return value[0].length;
    }
}
