package io.sae4j.testing;

import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Comparisons of arrays that report place, both values and error; NaN fails. */
public final class Close {
    private Close() {}

    /** Every entry within {@code tolerance} times the largest magnitude of {@code expected}. */
    public static void assertClose(String what, INDArray actual, INDArray expected, double tolerance) {
        if (!Arrays.equals(actual.shape(), expected.shape())) {
            fail("%s: shape %s, expected %s", what, Arrays.toString(actual.shape()), Arrays.toString(expected.shape()));
        }
        double[] a = flat(actual);
        double[] e = flat(expected);
        double scale = Arrays.stream(e).map(Math::abs).max().orElse(0);
        for (int i = 0; i < a.length; i++) {
            double error = Math.abs(a[i] - e[i]);
            if (!(error <= tolerance * Math.max(scale, Double.MIN_NORMAL))) {
                fail("%s[%d]: got %s, expected %s, error %s of largest %s", what, i, a[i], e[i], error, scale);
            }
        }
    }

    /** Within {@code tolerance} relative to {@code expected}. */
    public static void assertClose(String what, double actual, double expected, double tolerance) {
        if (!(Math.abs(actual - expected) <= tolerance * Math.max(Math.abs(expected), Double.MIN_NORMAL))) {
            fail("%s: got %s, expected %s", what, actual, expected);
        }
    }

    private static double[] flat(INDArray array) {
        return array.dup('c').reshape(array.length()).toDoubleVector();
    }
}
