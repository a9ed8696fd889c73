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
     * 1 at the {@code ⌊k·rows·widening⌋} largest entries of the batch, where they are positive; of equal ones the lower
     * {@code row·width + column} wins.
     *
     * @param widening asked for whenever the mask is filled
     */
    public static BatchMask largestPositive(int k, DoubleSupplier widening) {
        return (values, rows, width, mask) -> {
            CutFinder finder = new CutFinder((long) ((double) k * rows * widening.getAsDouble()), RowParts.COUNT);
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
