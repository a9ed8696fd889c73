package io.sae4j.activations.nd;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers computed in plain Java, to compare with. */
public final class ByHand {
    /** Of 32-bit products of a few terms. */
    private static final Offset<Double> ROUNDING = Offset.offset(2e-6);

    private ByHand() {}

    /** {@code softmax(x · weights + bias)} of one row, {@code weights [in, out]}. */
    public static double[] softmaxLayer(double[] x, INDArray weights, INDArray bias) {
        double[] z = linear(x, weights, bias);
        double sum = 0;
        for (int j = 0; j < z.length; j++) {
            z[j] = Math.exp(z[j]);
            sum += z[j];
        }
        for (int j = 0; j < z.length; j++) {
            z[j] /= sum;
        }
        return z;
    }

    /** {@code x · weights + bias} of one row. */
    public static double[] linear(double[] x, INDArray weights, INDArray bias) {
        double[] z = new double[(int) weights.size(1)];
        for (int j = 0; j < z.length; j++) {
            z[j] = bias.getDouble(j);
            for (int i = 0; i < x.length; i++) {
                z[j] += x[i] * weights.getDouble(i, j);
            }
        }
        return z;
    }

    /** One row of rows that lie one after the other. */
    public static double[] row(float[] rows, int row, int width) {
        double[] x = new double[width];
        for (int i = 0; i < width; i++) {
            x[i] = rows[row * width + i];
        }
        return x;
    }

    public static void assertClose(double[] got, double[] wanted, String what) {
        for (int i = 0; i < wanted.length; i++) {
            assertThat(got[i]).as("%s, entry %s", what, i).isCloseTo(wanted[i], ROUNDING);
        }
    }
}
