package io.sae4j.engine.graph;

import io.sae4j.nd.HostArrays;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes what belongs to single features into dense row-major arrays. */
final class FeatureSlices {
    private FeatureSlices() {}

    /** Overwrites rows of {@code matrix [dSae, n]}; row {@code features[i]} with {@code rows[i]}. */
    static void setRows(INDArray matrix, int[] features, float[][] rows) {
        for (int i = 0; i < features.length; i++) {
            HostArrays.writeRun(rows[i], matrix, features[i] * matrix.size(1), rows[i].length);
        }
    }

    /** Overwrites columns of {@code matrix [n, dSae]}. */
    static void setColumns(INDArray matrix, int[] features, float[][] columns) {
        int width = Math.toIntExact(matrix.size(1));
        float[] row = new float[width];
        for (int r = 0; r < matrix.size(0); r++) {
            HostArrays.readRun(matrix, (long) r * width, row, width);
            for (int i = 0; i < features.length; i++) {
                row[features[i]] = columns[i][r];
            }
            HostArrays.writeRun(row, matrix, (long) r * width, width);
        }
    }

    /** Fills the features' part of an array whose first dimension is that of the features. */
    static void fillRows(INDArray array, int[] features, double value) {
        int each = Math.toIntExact(array.length() / array.size(0));
        float[] run = new float[each];
        Arrays.fill(run, (float) value);
        for (int feature : features) {
            HostArrays.writeRun(run, array, (long) feature * each, each);
        }
    }

    /** Fills columns of {@code matrix [n, dSae]}. */
    static void fillColumns(INDArray matrix, int[] features, double value) {
        float[] column = new float[Math.toIntExact(matrix.size(0))];
        Arrays.fill(column, (float) value);
        float[][] columns = new float[features.length][];
        Arrays.fill(columns, column);
        setColumns(matrix, features, columns);
    }
}
