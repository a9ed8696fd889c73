package io.sae4j.engine.sparse;

/**
 * Brings the codes of a row into the order of the levels that have them first, so that reconstructions grow from one level
 * to the next; codes of one level keep their order. One worker's scratch.
 */
final class LevelOrder {
    private final Nesting nesting;
    /** Codes of level l are those from {@code bounds[l]} to {@code bounds[l + 1]} of the block, after {@link #arrange}. */
    final int[] bounds;

    private final int[] next;
    private int[] feature = new int[0];
    private float[] value = new float[0];
    private float[] kernel = new float[0];

    LevelOrder(Nesting nesting) {
        this.nesting = nesting;
        bounds = new int[nesting.levels() + 1];
        next = new int[nesting.levels()];
    }

    /** Arranges codes {@code from … to − 1}, which are one row's, and sets {@link #bounds}. */
    void arrange(BlockCodes codes, int from, int to) {
        bounds[0] = from;
        bounds[nesting.levels()] = to;
        if (nesting.isNested()) {
            findBounds(codes, from, to);
            sort(codes, from, to);
        }
    }

    private void findBounds(BlockCodes codes, int from, int to) {
        for (int l = 0; l < next.length; l++) {
            next[l] = 0;
        }
        for (int i = from; i < to; i++) {
            next[nesting.levelOf(codes.feature[i])]++;
        }
        int at = from;
        for (int l = 0; l < next.length; l++) {
            bounds[l] = at;
            at += next[l];
            next[l] = bounds[l];
        }
    }

    private void sort(BlockCodes codes, int from, int to) {
        int count = to - from;
        if (feature.length < count) {
            feature = new int[2 * count];
            value = new float[2 * count];
            kernel = new float[2 * count];
        }
        System.arraycopy(codes.feature, from, feature, 0, count);
        System.arraycopy(codes.value, from, value, 0, count);
        System.arraycopy(codes.kernel, from, kernel, 0, count);
        for (int i = 0; i < count; i++) {
            int at = next[nesting.levelOf(feature[i])]++;
            codes.feature[at] = feature[i];
            codes.value[at] = value[i];
            codes.kernel[at] = kernel[i];
        }
    }
}
