package io.sae4j.data;

/** Refuses rows that hold NaN or an infinity. */
public final class FiniteCheck {
    private FiniteCheck() {}

    /**
     * Checks all rows of {@code batch}, inputs and targets.
     *
     * @throws IllegalArgumentException naming the first bad value with its row in the source and its column
     */
    public static void require(Batch batch) {
        require(batch, batch.input(), batch.inputWidth(), "activations");
        if (!batch.sharesTarget()) {
            require(batch, batch.target(), batch.targetWidth(), "targets");
        }
    }

    private static void require(Batch batch, float[] values, int width, String name) {
        int n = batch.rows() * width;
        if (allFinite(values, n)) {
            return;
        }
        for (int i = 0; i < n; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(name + " contain " + values[i] + " at row "
                        + batch.sourceRow(i / width) + ", column " + i % width + "; every value must be finite");
            }
        }
    }

    /**
     * Whether the first {@code n} values are finite. {@code 0·x} is 0 for those and NaN for the others, so one sum
     * tells.
     */
    static boolean allFinite(float[] values, int n) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            a += values[i] * 0f;
            b += values[i + 1] * 0f;
            c += values[i + 2] * 0f;
            d += values[i + 3] * 0f;
        }
        for (; i < n; i++) {
            a += values[i] * 0f;
        }
        return a + b + c + d == 0f;
    }
}
