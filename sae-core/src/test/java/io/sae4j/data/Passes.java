package io.sae4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What tests do with passes. */
final class Passes {
    private Passes() {}

    /** Rows {@code [r·10, r·10 + 1, …]}: the first entry tells the row. */
    static float[][] rows(int count, int width) {
        float[][] rows = new float[count][width];
        for (int r = 0; r < count; r++) {
            for (int c = 0; c < width; c++) {
                rows[r][c] = r * 10f + c;
            }
        }
        return rows;
    }

    /** All inputs of a pass, read in batches of {@code capacity}; closes it. */
    static List<float[]> inputs(ActivationSource source, RowReader reader, int capacity) {
        List<float[]> rows = new ArrayList<>();
        Batch batch = Batch.forSource(source, capacity);
        try (reader) {
            while (reader.read(batch) > 0) {
                for (int r = 0; r < batch.rows(); r++) {
                    rows.add(row(batch.input(), r, batch.inputWidth()));
                }
                batch.clear();
            }
        }
        return rows;
    }

    static List<Long> sourceRows(ActivationSource source, RowReader reader, int capacity) {
        List<Long> numbers = new ArrayList<>();
        Batch batch = Batch.forSource(source, capacity);
        try (reader) {
            while (reader.read(batch) > 0) {
                for (int r = 0; r < batch.rows(); r++) {
                    numbers.add(batch.sourceRow(r));
                }
                batch.clear();
            }
        }
        return numbers;
    }

    static float[] row(float[] values, int row, int width) {
        return Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }
}
