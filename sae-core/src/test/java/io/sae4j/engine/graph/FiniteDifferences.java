package io.sae4j.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sae4j.data.Batch;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The graph's gradients against central differences of its loss, in double precision. */
final class FiniteDifferences {
    private static final double STEP = 1e-6;
    private static final double TOLERANCE = 1e-6;

    private FiniteDifferences() {}

    /** Compares every entry of every parameter, none of whose gradients may be 0 throughout. */
    static void check(
            ObjectiveSpec spec,
            Map<String, INDArray> parameters,
            boolean ownTargets,
            Batch batch,
            StepSettings settings) {
        try (GraphObjective objective =
                new GraphObjective(spec, parameters, ownTargets, Integer.MAX_VALUE, DataType.DOUBLE)) {
            Map<String, double[]> gradients = new LinkedHashMap<>();
            objective
                    .evaluate(batch, settings)
                    .gradients()
                    .forEach((parameter, gradient) -> gradients.put(
                            parameter,
                            gradient.dup('c').reshape(gradient.length()).toDoubleVector()));
            gradients.forEach((parameter, gradient) -> {
                double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
                assertThat(largest).as("gradient of %s", parameter).isPositive();
                INDArray array = parameters.get(parameter);
                for (int i = 0; i < gradient.length; i++) {
                    double expected = difference(objective, array, i, batch, settings);
                    if (!(Math.abs(gradient[i] - expected) <= TOLERANCE * Math.max(largest, 1))) {
                        fail("gradient of %s[%d]: %s, differences give %s", parameter, i, gradient[i], expected);
                    }
                }
            });
        }
    }

    private static double difference(
            GraphObjective objective, INDArray array, int i, Batch batch, StepSettings settings) {
        double value = array.data().getDouble(i);
        array.data().put(i, value + STEP);
        double above = objective.evaluate(batch, settings).loss();
        array.data().put(i, value - STEP);
        double below = objective.evaluate(batch, settings).loss();
        array.data().put(i, value);
        return (above - below) / (2 * STEP);
    }
}
