package io.sae4j.engine.sparse;

import java.util.List;

/** The norms that penalties weigh features by: {@code p_j = Σ_l ‖w_j^l‖} over the parts l of a decoder row, and their slope. */
final class PartNorms {
    private static final float SMALLEST_NORM = 1e-15f;

    private final int[] starts;

    /** @param widths columns of the parts, which fill a row; empty for one part */
    PartNorms(List<Integer> widths, int dOut) {
        List<Integer> parts = widths.isEmpty() ? List.of(dOut) : widths;
        starts = new int[parts.size() + 1];
        for (int part = 0; part < parts.size(); part++) {
            starts[part + 1] = starts[part] + parts.get(part);
        }
    }

    /** Whether a row has one part, whose norm is the row's. */
    boolean isWhole() {
        return starts.length == 2;
    }

    /** The sum of the parts' norms, each at least a tiny one. */
    float sum(float[] row) {
        double sum = 0;
        for (int part = 0; part < starts.length - 1; part++) {
            sum += norm(row, part);
        }
        return (float) sum;
    }

    /** Adds {@code factor·∂p/∂w} of a row to {@code out}: in each part its direction. */
    void addSlope(float factor, float[] row, float[] out) {
        for (int part = 0; part < starts.length - 1; part++) {
            float scale = (float) (factor / norm(row, part));
            for (int i = starts[part]; i < starts[part + 1]; i++) {
                out[i] += scale * row[i];
            }
        }
    }

    private double norm(float[] row, int part) {
        double squares = 0;
        for (int i = starts[part]; i < starts[part + 1]; i++) {
            squares += (double) row[i] * row[i];
        }
        return Math.max(Math.sqrt(squares), SMALLEST_NORM);
    }
}
