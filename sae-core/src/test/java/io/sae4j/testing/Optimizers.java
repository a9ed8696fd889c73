package io.sae4j.testing;

import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.OptimizerSettings.Algorithm;
import java.util.Map;
import java.util.TreeMap;

/** The optimisers, and what they do in plain doubles, written down from PyTorch's and the papers' pseudo-code. */
public final class Optimizers {
    private Optimizers() {}

    /** One of each, by name; not clipped, decoder free. */
    public static Map<String, OptimizerSettings> all() {
        Map<String, OptimizerSettings> all = new TreeMap<>();
        all.put("adam", OptimizerSettings.adam(0.9, 0.999));
        all.put("adam without momentum", OptimizerSettings.adam(0, 0.99));
        all.put("adamw", OptimizerSettings.adamW(0.8, 0.99, 3));
        all.put("signsgd", OptimizerSettings.signSgd());
        all.put("signum with decay", OptimizerSettings.signSgd(0.9).weightDecay(5));
        all.put("lion", OptimizerSettings.lion(0.9, 0.6));
        all.replaceAll(
                (name, settings) -> settings.clipNorm(Double.POSITIVE_INFINITY).unitNormDecoder(false));
        return all;
    }

    /** One parameter, in doubles. */
    public static final class Reference {
        private final OptimizerSettings settings;
        private final double[] value;
        private final double[] mean;
        private final double[] meanSquare;
        private int steps;

        public Reference(OptimizerSettings settings, float[] start) {
            this.settings = settings;
            value = new double[start.length];
            for (int i = 0; i < start.length; i++) {
                value[i] = start[i];
            }
            mean = new double[start.length];
            meanSquare = new double[start.length];
        }

        public double value(int i) {
            return value[i];
        }

        public void step(float[] gradient, double rate, double scale) {
            steps++;
            for (int i = 0; i < value.length; i++) {
                double g = gradient[i] * scale;
                value[i] *= 1 - rate * settings.weightDecay();
                value[i] -= rate * (settings.algorithm() == Algorithm.ADAM ? adam(i, g) : sign(i, g));
            }
        }

        private double adam(int i, double g) {
            mean[i] = settings.beta1() * mean[i] + (1 - settings.beta1()) * g;
            meanSquare[i] = settings.beta2() * meanSquare[i] + (1 - settings.beta2()) * g * g;
            double corrected = mean[i] / (1 - Math.pow(settings.beta1(), steps));
            double root = Math.sqrt(meanSquare[i] / (1 - Math.pow(settings.beta2(), steps)));
            return corrected / (root + settings.epsilon());
        }

        private double sign(int i, double g) {
            double direction = settings.beta1() * mean[i] + (1 - settings.beta1()) * g;
            mean[i] = settings.beta2() * mean[i] + (1 - settings.beta2()) * g;
            return Math.signum(direction);
        }
    }
}
