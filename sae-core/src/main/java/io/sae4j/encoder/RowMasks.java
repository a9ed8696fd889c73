package io.sae4j.encoder;

import io.sae4j.graph.RowMask;
import io.sae4j.math.TopKSelector;
import java.util.function.DoubleSupplier;

/** Selections over rows, as masks for a training graph. */
public final class RowMasks {
    /** Scores at or below this value stand for features that may not be selected. */
    public static final float INELIGIBLE = -1e30f;

    private RowMasks() {}

    /** 1 at the {@code k} largest entries of each row among those above {@link #INELIGIBLE}; lower index wins a tie. */
    public static RowMask largest(int k) {
        return largestAbove(INELIGIBLE, k);
    }

    /** 1 at the {@code k} largest entries of each row, where they are positive: a TopK selection and its ReLU in one. */
    public static RowMask largestPositive(int k) {
        return largestAbove(0f, k);
    }

    /** The same for {@code k} times a factor that is asked for whenever the mask is filled. */
    public static RowMask largestPositive(int k, DoubleSupplier widening) {
        return (values, from, to, width, mask) -> {
            int widened = (int) Math.min(width, Math.round(k * widening.getAsDouble()));
            largestPositive(widened).fill(values, from, to, width, mask);
        };
    }

    private static RowMask largestAbove(float least, int k) {
        return (values, from, to, width, mask) -> {
            TopKSelector selector = new TopKSelector(k);
            int[] kept = new int[k];
            for (int r = from; r < to; r++) {
                int base = r * width;
                int count = selector.select(values, base, width, kept);
                for (int i = 0; i < count; i++) {
                    if (values[base + kept[i]] > least) {
                        mask[base + kept[i]] = 1f;
                    }
                }
            }
        };
    }
}
