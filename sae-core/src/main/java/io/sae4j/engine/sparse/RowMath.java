package io.sae4j.engine.sparse;

/**
 * Vector arithmetic on rows.
 *
 * <p>Layout: every row is an array of its own and every loop runs from 0 over plain indices. HotSpot's compiler turns
 * such loops into vector instructions; with an offset into a large array it does not, which costs a factor of seven
 * (768 entries: 60 ns against 410). It never vectorises a sum of floats, whose order it must keep, so the dot products
 * here use eight sums side by side, or one each for four rows of weights, which share the loads of the common row.
 */
final class RowMath {
    /** Sums of squares below it may have lost digits. */
    private static final float SMALLEST_SQUARES = 1e-30f;

    private RowMath() {}

    /** {@code y += a·x}. */
    static void add(float a, float[] x, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] += a * x[i];
        }
    }

    /** {@code y += a0·x0 + a1·x1 + a2·x2 + a3·x3}, with one load and store of y for four rows. */
    static void add(float a0, float[] x0, float a1, float[] x1, float a2, float[] x2, float a3, float[] x3, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] += (a0 * x0[i] + a1 * x1[i]) + (a2 * x2[i] + a3 * x3[i]);
        }
    }

    /** {@code out += Σ (scale·coefficient[i] + shift)·rows[index[i]]} over i from {@code from} to {@code to − 1}. */
    static void gather(
            float[] coefficient, int[] index, int from, int to, float scale, float shift, float[][] rows, float[] out) {
        int i = from;
        for (; i < to - 3; i += 4) {
            add(
                    scale * coefficient[i] + shift,
                    rows[index[i]],
                    scale * coefficient[i + 1] + shift,
                    rows[index[i + 1]],
                    scale * coefficient[i + 2] + shift,
                    rows[index[i + 2]],
                    scale * coefficient[i + 3] + shift,
                    rows[index[i + 3]],
                    out);
        }
        for (; i < to; i++) {
            add(scale * coefficient[i] + shift, rows[index[i]], out);
        }
    }

    /** {@code y += x}. */
    static void add(float[] x, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] += x[i];
        }
    }

    /** {@code y *= x}, entry by entry. */
    static void multiply(float[] x, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] *= x[i];
        }
    }

    /** {@code out = x − y}. */
    static void subtract(float[] x, float[] y, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = x[i] - y[i];
        }
    }

    /** {@code x *= a}. */
    static void scale(float a, float[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= a;
        }
    }

    /** {@code out = a·x}. */
    static void scale(float[] x, float a, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = a * x[i];
        }
    }

    /** {@code x·y}. */
    static float dot(float[] x, float[] y) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int n = x.length;
        int i = 0;
        for (; i < n - 7; i += 8) {
            s0 += x[i] * y[i];
            s1 += x[i + 1] * y[i + 1];
            s2 += x[i + 2] * y[i + 2];
            s3 += x[i + 3] * y[i + 3];
            s4 += x[i + 4] * y[i + 4];
            s5 += x[i + 5] * y[i + 5];
            s6 += x[i + 6] * y[i + 6];
            s7 += x[i + 7] * y[i + 7];
        }
        for (; i < n; i++) {
            s0 += x[i] * y[i];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }

    /** {@code out[at + i] = x·y_i} for four rows. */
    static void dots(float[] x, float[] y0, float[] y1, float[] y2, float[] y3, float[] out, int at) {
        float a0 = 0;
        float a1 = 0;
        float a2 = 0;
        float a3 = 0;
        float b0 = 0;
        float b1 = 0;
        float b2 = 0;
        float b3 = 0;
        float c0 = 0;
        float c1 = 0;
        float c2 = 0;
        float c3 = 0;
        float d0 = 0;
        float d1 = 0;
        float d2 = 0;
        float d3 = 0;
        int n = x.length;
        int i = 0;
        for (; i < n - 3; i += 4) {
            float x0 = x[i];
            float x1 = x[i + 1];
            float x2 = x[i + 2];
            float x3 = x[i + 3];
            a0 += x0 * y0[i];
            b0 += x0 * y1[i];
            c0 += x0 * y2[i];
            d0 += x0 * y3[i];
            a1 += x1 * y0[i + 1];
            b1 += x1 * y1[i + 1];
            c1 += x1 * y2[i + 1];
            d1 += x1 * y3[i + 1];
            a2 += x2 * y0[i + 2];
            b2 += x2 * y1[i + 2];
            c2 += x2 * y2[i + 2];
            d2 += x2 * y3[i + 2];
            a3 += x3 * y0[i + 3];
            b3 += x3 * y1[i + 3];
            c3 += x3 * y2[i + 3];
            d3 += x3 * y3[i + 3];
        }
        for (; i < n; i++) {
            a0 += x[i] * y0[i];
            b0 += x[i] * y1[i];
            c0 += x[i] * y2[i];
            d0 += x[i] * y3[i];
        }
        out[at] = (a0 + a1) + (a2 + a3);
        out[at + 1] = (b0 + b1) + (b2 + b3);
        out[at + 2] = (c0 + c1) + (c2 + c3);
        out[at + 3] = (d0 + d1) + (d2 + d3);
    }

    /** Euclidean length, of tiny and huge rows too, whose squares are no floats. */
    static double norm(float[] x) {
        float squares = dot(x, x);
        if (squares > SMALLEST_SQUARES && squares < Float.POSITIVE_INFINITY) {
            return Math.sqrt(squares);
        }
        double sum = 0;
        for (float value : x) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
