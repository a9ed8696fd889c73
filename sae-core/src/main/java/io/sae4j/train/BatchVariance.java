package io.sae4j.train;

import io.sae4j.data.Batch;

/** {@code E‖t − t̄‖²} over the targets of a batch. */
final class BatchVariance {
    private BatchVariance() {}

    static double ofTargets(Batch batch) {
        int width = batch.targetWidth();
        int rows = batch.rows();
        float[] target = batch.target();
        double[] mean = new double[width];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < width; c++) {
                mean[c] += target[r * width + c];
            }
        }
        for (int c = 0; c < width; c++) {
            mean[c] /= rows;
        }
        double squares = 0;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < width; c++) {
                double deviation = target[r * width + c] - mean[c];
                squares += deviation * deviation;
            }
        }
        return squares / rows;
    }
}
