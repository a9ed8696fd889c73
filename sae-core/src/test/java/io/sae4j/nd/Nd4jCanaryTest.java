package io.sae4j.nd;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.testing.Batches;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.transforms.custom.TopK;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What the library relies on in ND4J 1.0.0-M2.1, and what it works around. When a test of the second kind fails after an
 * upgrade, the workaround it names may go.
 */
class Nd4jCanaryTest {
    private static final double TOLERANCE = 1e-5;

    /** Workaround: {@code TopKSelector} and host masks instead of the op. */
    @Test
    void topKSwapsItsArguments() {
        INDArray x = Nd4j.createFromArray(3f, 1f, 4f, 2f);
        INDArray values = Nd4j.exec(new TopK(x, 2, true))[0];
        assertThat(values.length()).isEqualTo(1);
    }

    /** Workaround: no trainable is ever gathered. */
    @Test
    void gatherLosesGradientsOfRepeatedIndices() {
        SameDiff sd = SameDiff.create();
        SDVariable w = sd.var("w", Nd4j.createFromArray(1f, 2f, 3f));
        SDVariable picked = sd.gather(w, sd.constant("index", Nd4j.createFromArray(1, 1, 2)), 0);
        picked.sum().rename("loss");
        sd.setLossVariables("loss");
        INDArray gradient =
                QuietStdout.during(() -> sd.calculateGradients(Map.of(), "w").get("w"));
        assertThat(gradient.toFloatVector()).isNotEqualTo(new float[] {0, 2, 1});
    }

    /** Relied on by straight-through estimators and by AuxK. */
    @Test
    void stopGradientStopsTheGradientOnly() {
        SameDiff sd = SameDiff.create();
        SDVariable w = sd.var("w", Nd4j.createFromArray(2f, 3f));
        SDVariable stopped = new StopGradient(sd, w).outputVariable();
        w.mul(stopped).sum().rename("loss");
        sd.setLossVariables("loss");
        INDArray gradient =
                QuietStdout.during(() -> sd.calculateGradients(Map.of(), "w").get("w"));
        assertThat(gradient.toFloatVector()).containsExactly(2f, 3f);
        assertThat(sd.outputSingle(Map.of(), "loss").getFloat(0)).isEqualTo(13f);
    }

    /** Relied on by {@code ObjectiveGraph}: a comparison that was cast carries no gradient. */
    @Test
    void masksCarryNoGradient() {
        SameDiff sd = SameDiff.create();
        SDVariable w = sd.var("w", Nd4j.createFromArray(-1f, 3f));
        w.mul(w.gt(0.0).castTo(DataType.FLOAT)).sum().rename("loss");
        sd.setLossVariables("loss");
        INDArray gradient =
                QuietStdout.during(() -> sd.calculateGradients(Map.of(), "w").get("w"));
        assertThat(gradient.toFloatVector()).containsExactly(0f, 1f);
    }

    /** Workaround: {@link QuietStdout}. */
    @Test
    void buildingAGradientPrints() {
        assertThat(printed(() -> differentiate())).contains("Added differentiated op");
        assertThat(printed(() -> QuietStdout.during(() -> {
                    differentiate();
                    return 0;
                })))
                .isEmpty();
    }

    private static void differentiate() {
        SameDiff sd = SameDiff.create();
        SDVariable w = sd.var("w", Nd4j.createFromArray(1f, 2f));
        w.mul(w).sum().rename("loss");
        sd.setLossVariables("loss");
        sd.createGradFunction("w");
    }

    private static String printed(Runnable work) {
        PrintStream real = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setOut(real);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void quietStdoutSilencesItsOwnThreadOnly() {
        String printed = printed(() -> QuietStdout.during(() -> {
            System.out.println("mine");
            Thread other = new Thread(() -> System.out.print("other's"));
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return 0;
        }));
        assertThat(printed).isEqualTo("other's");
    }

    /** Relied on by everything: products into row-major results through the transposed view. */
    @ParameterizedTest(name = "[{0}×{1}]·[{1}×{2}], transposed {3} {4}")
    @CsvSource({
        "1, 1, 1, false, false",
        "3, 7, 5, false, false",
        "3, 7, 5, true, false",
        "3, 7, 5, false, true",
        "4, 1, 6, true, true",
        "1, 33, 64, false, false",
        "65, 31, 1, false, true"
    })
    void productsIntoRowMajorResultsAreRight(int m, int k, int n, boolean transposeA, boolean transposeB) {
        INDArray a = HostArrays.create(Batches.gaussian(1, m * k), transposeA ? k : m, transposeA ? m : k);
        INDArray b = HostArrays.create(Batches.gaussian(2, k * n), transposeB ? n : k, transposeB ? k : n);
        INDArray out = HostArrays.create(Batches.gaussian(3, m * n), m, n);
        INDArray expected = Nd4j.zeros(DataType.FLOAT, m, n);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = -0.5 * out.getDouble(i, j);
                for (int l = 0; l < k; l++) {
                    sum += 2.0
                            * (transposeA ? a.getDouble(l, i) : a.getDouble(i, l))
                            * (transposeB ? b.getDouble(j, l) : b.getDouble(l, j));
                }
                expected.putScalar(i, j, sum);
            }
        }
        Products.gemm(a, transposeA, b, transposeB, 2.0, -0.5, out);
        assertClose("product", out, expected, TOLERANCE);
    }

    /**
     * Relied on by {@code ParameterUpdate}: with {@code ε' = ε·√(1 − β2ᵗ)} ND4J's Adam is PyTorch's, for gradients as
     * small as ε too. With a plain ε it is not: at t = 1 and g = 1e-7 its step is 0.24·lr where PyTorch's is 0.91·lr.
     */
    @Test
    void adamWithAnAdjustedEpsilonIsPyTorchs() {
        double[] gradients = {1e-7, -1e-7, 1e-9, 3e-4, -2.0, 0.5, 0.0, 1e-5};
        double rate = 1e-3;
        double beta1 = 0.9;
        double beta2 = 0.999;
        double epsilon = 1e-8;
        int n = gradients.length;
        double[] m = new double[n];
        double[] v = new double[n];
        INDArray stateM = Nd4j.zeros(DataType.FLOAT, n);
        INDArray stateV = Nd4j.zeros(DataType.FLOAT, n);
        for (int t = 1; t <= 5; t++) {
            INDArray update = Nd4j.zeros(DataType.FLOAT, n);
            double[] expected = new double[n];
            for (int i = 0; i < n; i++) {
                double g = gradients[i] * (t == 3 ? -0.3 : 1);
                update.putScalar(i, g);
                m[i] = beta1 * m[i] + (1 - beta1) * g;
                v[i] = beta2 * v[i] + (1 - beta2) * g * g;
                double corrected = Math.sqrt(v[i] / (1 - Math.pow(beta2, t))) + epsilon;
                expected[i] = rate * m[i] / (1 - Math.pow(beta1, t)) / corrected;
            }
            double adjusted = epsilon * Math.sqrt(1 - Math.pow(beta2, t));
            Nd4j.exec(new AdamUpdater(update, stateV, stateM, rate, beta1, beta2, adjusted, t - 1));
            for (int i = 0; i < n; i++) {
                assertThat(update.getDouble(i))
                        .as("step %s of gradient %s", t, gradients[i])
                        .isCloseTo(expected[i], within(1e-4 * rate));
            }
        }
        INDArray plain = Nd4j.createFromArray(1e-7f);
        Nd4j.exec(new AdamUpdater(
                plain, Nd4j.zeros(DataType.FLOAT, 1), Nd4j.zeros(DataType.FLOAT, 1), rate, beta1, beta2, epsilon, 0));
        assertThat(plain.getDouble(0) / rate).isCloseTo(0.24, within(0.01));
    }

    @Test
    void hostArraysReadWhatTheyWrote() {
        float[] values = Batches.gaussian(4, 12);
        INDArray matrix = HostArrays.create(values, 3, 4);
        assertThat(HostArrays.toFloats(matrix)).containsExactly(values);
        assertThat(matrix.getFloat(1, 2)).isEqualTo(values[6]);

        INDArray wide = Nd4j.createUninitializedDetached(DataType.DOUBLE, 'c', 3, 4);
        HostArrays.write(values, wide);
        assertThat(HostArrays.toFloats(wide)).containsExactly(values);
        float[] out = new float[12];
        HostArrays.read(wide, out);
        assertThat(out).containsExactly(values);
        HostArrays.writeRows(new float[] {9, 8, 7, 6}, matrix, 1, 1);
        assertThat(HostArrays.toFloats(matrix.getRow(1))).containsExactly(9, 8, 7, 6);
        assertThat(matrix.getFloat(0, 3)).isEqualTo(values[3]);
        assertThat(HostArrays.toFloats(Nd4j.scalar(2.5f))).containsExactly(2.5f);
    }

    @Test
    void hostArraysReadViewsByTheirOwnShape() {
        float[] values = Batches.gaussian(4, 12);
        INDArray matrix = HostArrays.create(values, 3, 4);
        assertThat(HostArrays.toFloats(matrix.getRow(2))).containsExactly(values[8], values[9], values[10], values[11]);
        assertThat(HostArrays.toFloats(matrix.getColumn(1))).containsExactly(values[1], values[5], values[9]);
        INDArray block = matrix.get(NDArrayIndex.interval(1, 3), NDArrayIndex.interval(1, 3));
        assertThat(HostArrays.toFloats(block)).containsExactly(values[5], values[6], values[9], values[10]);
        INDArray columns = matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2, 4));
        assertThat(HostArrays.toFloats(columns))
                .containsExactly(values[0], values[2], values[4], values[6], values[8], values[10]);
        assertThat(HostArrays.toFloats(matrix.transpose())).startsWith(values[0], values[4], values[8], values[1]);
        assertThat(HostArrays.toFloats(matrix.dup('f'))).containsExactly(values);
        assertThat(HostArrays.toFloats(matrix.castTo(DataType.FLOAT16)).length).isEqualTo(12);
        HostArrays.write(new float[] {1, 2, 3, 4}, matrix.getRow(1));
        assertThat(matrix.getRow(1).toFloatVector()).containsExactly(1, 2, 3, 4);
        assertThat(matrix.getFloat(2, 0)).isEqualTo(values[8]);
    }
}
