package io.sae4j.train;

import io.sae4j.data.Batch;
import io.sae4j.data.InputStatistics;
import io.sae4j.data.RowSample;
import io.sae4j.model.RowPart;
import io.sae4j.model.RowScales;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Scales batches as a sample of the source says: with {@link Normalization#MEAN_NORM} inputs to a mean norm of √dIn, targets of
 * their own to one of √dOut, and each part of a crosscoder's rows to the root of its width.
 */
final class RowScaling {
    private final RowScales scales;
    private final double[] inputFactors;
    private final double[] targetFactors;

    private RowScaling(RowScales scales) {
        this.scales = scales;
        this.inputFactors = RowScales.factors(scales.input());
        this.targetFactors = RowScales.factors(scales.target());
    }

    static RowScaling of(TrainingConfig config, RowSample sample) {
        Normalization normalization = config.normalization();
        List<Integer> widths = config.partWidths().isEmpty() ? List.of(sample.inputWidth()) : config.partWidths();
        List<RowPart> input = parts(InputStatistics.ofInputs(sample), widths, normalization);
        List<RowPart> target = sample.input() == sample.target()
                ? input
                : parts(InputStatistics.ofTargets(sample), List.of(sample.targetWidth()), normalization);
        return new RowScaling(new RowScales(input, target));
    }

    private static List<RowPart> parts(InputStatistics rows, List<Integer> widths, Normalization normalization) {
        List<RowPart> parts = new ArrayList<>();
        int column = 0;
        for (int width : widths) {
            parts.add(new RowPart(width, normalization.scale(rows.columns(column, width))));
            column += width;
        }
        return parts;
    }

    RowScales scales() {
        return scales;
    }

    /** The factors as text, for a log. */
    String describe() {
        String input = describe(scales.input());
        return scales.input().equals(scales.target()) ? input : input + ", target scale " + describe(scales.target());
    }

    private static String describe(List<RowPart> parts) {
        return parts.stream().map(part -> Double.toString(part.scale())).collect(Collectors.joining(", "));
    }

    /** Multiplies the rows of {@code batch}. */
    void apply(Batch batch) {
        multiply(batch.input(), batch.rows(), inputFactors, scales.input());
        if (!batch.sharesTarget()) {
            multiply(batch.target(), batch.rows(), targetFactors, scales.target());
        }
    }

    private static void multiply(float[] values, int rows, double[] factors, List<RowPart> parts) {
        int width = factors.length;
        if (parts.size() == 1) {
            multiply(values, rows * width, (float) factors[0]);
            return;
        }
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < width; c++) {
                values[r * width + c] *= (float) factors[c];
            }
        }
    }

    private static void multiply(float[] values, int count, float factor) {
        for (int i = 0; factor != 1f && i < count; i++) {
            values[i] *= factor;
        }
    }

    /** A raw target row in the units of scaled ones. */
    float[] scaledTarget(double[] row) {
        float[] scaled = new float[row.length];
        for (int c = 0; c < row.length; c++) {
            scaled[c] = (float) (row[c] * targetFactors[c]);
        }
        return scaled;
    }
}
