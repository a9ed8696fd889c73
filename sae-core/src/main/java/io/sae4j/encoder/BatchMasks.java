package io.sae4j.encoder;

import io.sae4j.graph.BatchMask;
import io.sae4j.graph.RowParts;
import io.sae4j.math.Cut;
import io.sae4j.math.CutFinder;
import java.util.function.DoubleSupplier;

/** Selections over a whole batch, as masks for a training graph. */
public final class BatchMasks {
    private BatchMasks() {}

    /**
     * 1 at the {@code k·rows} largest entries of the batch, where they are positive; of equal ones the lower
     * {@code row·width + column} wins. While the widening is above 1, every row keeps its own {@code k·widening} largest.
     *
     * @param widening asked for whenever the mask is filled
     */
    public static BatchMask largestPositive(int k, DoubleSupplier widening) {
        BatchMask ofRows = RowMasks.largestPositive(k, widening).ofBatch();
        return (values, rows, width, mask) -> {
            if (widening.getAsDouble() > 1) {
                ofRows.fill(values, rows, width, mask);
                return;
            }
            CutFinder finder = new CutFinder((long) k * rows, RowParts.COUNT);
            while (!finder.isFound()) {
                RowParts.forEach(
                        rows,
                        (part, from, to) ->
                                finder.part(part).count(values, from * width, to * width, (long) from * width));
                finder.narrow();
            }
            Cut cut = finder.cut();
            RowParts.forEach(rows, (part, from, to) -> {
                for (int i = from * width; i < to * width; i++) {
                    if (cut.keeps(values[i], i)) {
                        mask[i] = 1f;
                    }
                }
            });
        };
    }
}
