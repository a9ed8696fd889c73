package io.sae4j.engine.graph;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.engine.OptimizerSettings;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.testing.Batches;
import io.sae4j.testing.Optimizers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Projection, clipping, Adam and renormalisation against a plain computation in doubles. */
class ParameterUpdateTest {
    private static final int ROWS = 7;
    private static final int WIDTH = 5;
    private static final double RATE = 3e-3;

    @ParameterizedTest(name = "gradients of size {0}, unit norm {1}, clip at {2}")
    @CsvSource({"1, true, 1", "1e-7, false, 1", "1e-7, true, 1", "1, false, 1e9", "30, true, 0.5", "1e-3, true, 1e9"})
    void severalSteps(double size, boolean unitNorm, double clip) {
        OptimizerSettings settings = new OptimizerSettings(0.9, 0.999, 1e-8, clip, unitNorm);
        INDArray decoder = HostArrays.create(Batches.gaussian(1, ROWS * WIDTH), ROWS, WIDTH);
        INDArray bias = HostArrays.create(Batches.gaussian(2, WIDTH), WIDTH);
        if (unitNorm) {
            ParameterUpdate.normalizeRows(decoder);
        }
        Reference reference = new Reference(settings, decoder, bias);
        try (ParameterUpdate update =
                new ParameterUpdate(settings, Map.of(Weights.W_DEC, decoder, Weights.B_DEC, bias))) {
            for (int step = 0; step < 5; step++) {
                INDArray g = HostArrays.create(Batches.gaussian(10 + step, ROWS * WIDTH), ROWS, WIDTH)
                        .muli(size);
                INDArray gb = HostArrays.create(Batches.gaussian(20 + step, WIDTH), WIDTH)
                        .muli(size);
                double expectedNorm = reference.step(g, gb);
                double norm = update.apply(Map.of(Weights.W_DEC, g, Weights.B_DEC, gb), RATE);
                assertClose("norm", norm, expectedNorm, 1e-5);
                assertClose("W_dec after step " + step, decoder, reference.decoder(), 2e-6);
                assertClose("b_dec after step " + step, bias, reference.bias(), 2e-6);
            }
        }
    }

    static Iterable<String> optimizers() {
        return Optimizers.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void everyOptimizer(String name) {
        OptimizerSettings settings = Optimizers.all().get(name);
        INDArray decoder = HostArrays.create(Batches.gaussian(1, ROWS * WIDTH), ROWS, WIDTH);
        Optimizers.Reference reference = new Optimizers.Reference(settings, HostArrays.toFloats(decoder));
        try (ParameterUpdate update = new ParameterUpdate(settings, Map.of(Weights.W_DEC, decoder))) {
            for (int step = 0; step < 5; step++) {
                float[] gradient = step == 2 ? new float[ROWS * WIDTH] : Batches.gaussian(10 + step, ROWS * WIDTH);
                update.apply(Map.of(Weights.W_DEC, HostArrays.create(gradient, ROWS, WIDTH)), RATE);
                reference.step(gradient, RATE, 1);
                for (int i = 0; i < gradient.length; i++) {
                    assertThat(decoder.getDouble(i / WIDTH, i % WIDTH))
                            .as("entry %s after step %s", i, step)
                            .isCloseTo(reference.value(i), within(1e-6));
                }
            }
        }
    }

    @Test
    void aZeroRowStaysZero() {
        INDArray matrix = HostArrays.create(new float[] {0, 0, 3, 4}, 2, 2);
        ParameterUpdate.normalizeRows(matrix);
        assertClose("rows", matrix, HostArrays.create(new float[] {0, 0, 0.6f, 0.8f}, 2, 2), 1e-7);
    }

    /** Two tensors one after the other in one array of doubles. */
    private static final class Reference {
        private final OptimizerSettings settings;
        private final double[] w = new double[ROWS * WIDTH + WIDTH];
        private final double[] m = new double[w.length];
        private final double[] v = new double[w.length];
        private int t;

        Reference(OptimizerSettings settings, INDArray decoder, INDArray bias) {
            this.settings = settings;
            fill(w, decoder, bias);
        }

        private static void fill(double[] target, INDArray decoder, INDArray bias) {
            float[] d = HostArrays.toFloats(decoder);
            float[] b = HostArrays.toFloats(bias);
            for (int i = 0; i < target.length; i++) {
                target[i] = i < d.length ? d[i] : b[i - d.length];
            }
        }

        double step(INDArray decoderGradient, INDArray biasGradient) {
            double[] g = new double[w.length];
            fill(g, decoderGradient, biasGradient);
            for (int r = 0; settings.unitNormDecoder() && r < ROWS; r++) {
                double dot = 0;
                for (int c = 0; c < WIDTH; c++) {
                    dot += g[r * WIDTH + c] * w[r * WIDTH + c];
                }
                for (int c = 0; c < WIDTH; c++) {
                    g[r * WIDTH + c] -= dot * w[r * WIDTH + c];
                }
            }
            double norm = 0;
            for (double value : g) {
                norm += value * value;
            }
            norm = Math.sqrt(norm);
            double factor = Math.min(1, settings.clipNorm() / norm);
            t++;
            for (int i = 0; i < w.length; i++) {
                double gradient = g[i] * factor;
                m[i] = settings.beta1() * m[i] + (1 - settings.beta1()) * gradient;
                v[i] = settings.beta2() * v[i] + (1 - settings.beta2()) * gradient * gradient;
                double mean = m[i] / (1 - Math.pow(settings.beta1(), t));
                double root = Math.sqrt(v[i] / (1 - Math.pow(settings.beta2(), t)));
                w[i] -= RATE * mean / (root + settings.epsilon());
            }
            for (int r = 0; settings.unitNormDecoder() && r < ROWS; r++) {
                double squares = 0;
                for (int c = 0; c < WIDTH; c++) {
                    squares += w[r * WIDTH + c] * w[r * WIDTH + c];
                }
                for (int c = 0; c < WIDTH; c++) {
                    w[r * WIDTH + c] /= Math.sqrt(squares);
                }
            }
            return norm;
        }

        INDArray decoder() {
            return slice(0, ROWS * WIDTH).reshape(ROWS, WIDTH);
        }

        INDArray bias() {
            return slice(ROWS * WIDTH, w.length);
        }

        private INDArray slice(int from, int to) {
            float[] values = new float[to - from];
            for (int i = from; i < to; i++) {
                values[i - from] = (float) w[i];
            }
            return HostArrays.create(values, to - from);
        }
    }
}
