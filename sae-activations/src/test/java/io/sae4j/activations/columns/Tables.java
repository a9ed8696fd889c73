package io.sae4j.activations.columns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tables of activations as tests write them: lists of floats, maybe within lists, and null where something is missing. */
public final class Tables {
    private Tables() {}

    /** Small integers, which all float types hold exactly. */
    public static float value(long row, int column) {
        return 1 + (row * 7 + column) % 2000;
    }

    /** Rows {@code [from, to)} of {@code width}. */
    public static List<List<Float>> rows(int from, int to, int width) {
        List<List<Float>> rows = new ArrayList<>();
        for (int r = from; r < to; r++) {
            List<Float> row = new ArrayList<>();
            for (int c = 0; c < width; c++) {
                row.add(value(r, c));
            }
            rows.add(row);
        }
        return rows;
    }

    /** {@code rows} as documents of the given lengths. */
    public static List<List<List<Float>>> documents(List<List<Float>> rows, int... lengths) {
        List<List<List<Float>>> documents = new ArrayList<>();
        int at = 0;
        for (int length : lengths) {
            documents.add(rows.subList(at, at + length));
            at += length;
        }
        if (at != rows.size()) {
            throw new IllegalArgumentException(Arrays.toString(lengths) + " do not add up to " + rows.size());
        }
        return documents;
    }
}
