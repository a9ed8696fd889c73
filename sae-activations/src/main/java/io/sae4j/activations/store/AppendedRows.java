package io.sae4j.activations.store;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.format.FloatType;
import java.util.List;
import java.util.Map;

/** The arguments of one append, checked before anything is written, so that an append is done whole or not at all. */
@SuppressWarnings("ArrayRecordComponent") // lives for one call
record AppendedRows(int[] ids, int[] positions, long[] documents, float[][] hooks) {
    static AppendedRows of(
            StoreLayout layout, int count, int[] ids, int[] positions, long[] documents, Map<String, float[]> rows) {
        checkArgument(count >= 0, "count must not be negative, got %s", count);
        requireLength("tokenIds", ids.length, count);
        requireLength("positions", positions.length, count);
        requireLength("documents", documents.length, count);
        List<String> names = layout.hooks();
        checkArgument(
                rows.size() == names.size() && rows.keySet().containsAll(names),
                "rowsByHook must have rows of %s, got those of %s",
                names,
                rows.keySet());
        float[][] hooks = new float[names.size()][];
        for (int h = 0; h < hooks.length; h++) {
            float[] values = rows.get(names.get(h));
            int width = layout.width(layout.hookColumn(h));
            checkArgument(
                    values != null && values.length >= (long) count * width,
                    "%s rows of hook point '%s' have %s values, got %s",
                    count,
                    names.get(h),
                    (long) count * width,
                    values == null ? "null" : values.length);
            requireRange(layout.type(), names.get(h), values, count, width);
            hooks[h] = values;
        }
        return new AppendedRows(ids, positions, documents, hooks);
    }

    private static void requireLength(String name, int length, int count) {
        checkArgument(length >= count, "%s must have one entry for each of %s rows, got %s", name, count, length);
    }

    /** A finite value that would be stored as an infinity is refused: nobody would know later where it came from. */
    private static void requireRange(FloatType type, String hook, float[] values, int count, int width) {
        float largest = type.largest();
        for (int i = 0; i < count * width; i++) {
            float magnitude = Math.abs(values[i]);
            if (magnitude > largest && magnitude <= Float.MAX_VALUE) {
                throw new IllegalArgumentException("row " + i / width + " of hook point '" + hook + "' holds "
                        + values[i] + ", which is beyond " + type + "; store it as F32"
                        + (type == FloatType.F16 ? " or BF16" : ""));
            }
        }
    }
}
