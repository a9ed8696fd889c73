package io.sae4j.activations.onnx;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.Ints;
import io.sae4j.activations.model.HookRows;
import java.util.List;

/** Puts the rows of several runs one after the other. */
final class WindowRows {
    private WindowRows() {}

    /** @param parts at least one, all of the same width; a single one is passed on */
    static HookRows join(List<HookRows> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int width = parts.get(0).width();
        long size =
                parts.stream().mapToLong(part -> (long) part.count() * width).sum();
        checkArgument(size <= Integer.MAX_VALUE - 8, "%s numbers are too many at once; give fewer windows", size);
        float[] values = new float[(int) size];
        int at = 0;
        for (HookRows part : parts) {
            System.arraycopy(part.values(), 0, values, at, part.count() * width);
            at += part.count() * width;
        }
        int[] lengths = Ints.concat(parts.stream().map(HookRows::windowLengths).toArray(int[][]::new));
        return HookRows.ofWindows(lengths, width, values);
    }
}
