package io.sae4j.activations.onnx;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.activations.model.HookRows;
import java.util.Arrays;

/**
 * Windows of different length as one batch {@code [batch, length]}: each begins at position 0, shorter ones are filled up at
 * the end. A causal model never looks at what comes after a token, so the filling changes nothing before it.
 */
final class PaddedWindows {
    /** Of one batch; more would take a gigabyte for ids and masks alone. */
    static final int MOST_TOKENS = 1 << 24;

    private final int[] lengths;
    private final int batch;
    private final int length;

    /**
     * @param lengths of the windows
     * @param batch at least as many; windows beyond are all padding
     * @param length at least the longest
     */
    PaddedWindows(int[] lengths, int batch, int length) {
        long longest = Arrays.stream(lengths).max().orElse(0);
        checkArgument(longest <= length, "the model reads windows of %s tokens, got one of %s", length, longest);
        checkArgument(
                (long) batch * length <= MOST_TOKENS, "%s windows of %s tokens are too many at once", batch, length);
        this.lengths = lengths;
        this.batch = batch;
        this.length = length;
    }

    int[] lengths() {
        return lengths;
    }

    int batch() {
        return batch;
    }

    int length() {
        return length;
    }

    long[] shape() {
        return new long[] {batch, length};
    }

    /** The number of tokens, padding not among them. */
    int tokens() {
        return Arrays.stream(lengths).sum();
    }

    private int paddedTokens() {
        return batch * length;
    }

    /**
     * Tokens' rows out of a padded tensor.
     *
     * @param padded {@code [batch, length, width]}; kept where nothing was padded
     */
    HookRows rows(float[] padded) {
        int width = padded.length / paddedTokens();
        float[] values = padded;
        if (tokens() < paddedTokens()) {
            values = new float[tokens() * width];
            int to = 0;
            for (int w = 0; w < lengths.length; w++) {
                System.arraycopy(padded, w * length * width, values, to, lengths[w] * width);
                to += lengths[w] * width;
            }
        }
        return HookRows.ofWindows(lengths, width, values);
    }

    /** Writes rows back to where {@link #rows} took them from; padding is left as it is. */
    void writeBack(HookRows rows, float[] padded) {
        if (rows.values() == padded) {
            return;
        }
        int from = 0;
        for (int w = 0; w < lengths.length; w++) {
            int count = lengths[w] * rows.width();
            System.arraycopy(rows.values(), from, padded, w * length * rows.width(), count);
            from += count;
        }
    }

    /** Whether a tensor of that shape has one row per padded token. */
    boolean fits(long[] shape) {
        return isRows(shape, batch, length);
    }

    /** Whether a tensor is {@code [batch, length, …]}, or flattened to {@code [batch · length, width]}. */
    static boolean isRows(long[] shape, long batch, long length) {
        for (long dimension : shape) {
            if (dimension <= 0) {
                return false;
            }
        }
        return (shape.length > 2 && shape[0] == batch && shape[1] == length)
                || (shape.length == 2 && shape[0] == batch * length);
    }

    /** Entries of a row of a tensor that {@link #isRows}. */
    static int width(long[] shape) {
        long width = 1;
        for (int i = shape.length == 2 ? 1 : 2; i < shape.length; i++) {
            width *= shape[i];
        }
        return Math.toIntExact(width);
    }
}
