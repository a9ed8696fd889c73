package io.sae4j.engine;

import java.util.Map;

/**
 * The numbers of one training step.
 *
 * @param learningRate Adam's step size
 * @param coefficients weight of each loss term by name
 * @param widening factor by which encoders that select k features widen their selection, at least 1
 * @param dead which features count as dead, {@code [dSae]}; not kept
 * @param termValues further numbers of loss terms by term and name, from their {@linkplain
 *     io.sae4j.loss.LossTerm#schedule schedules}
 */
public record StepSettings(
        double learningRate,
        Map<String, Double> coefficients,
        double widening,
        boolean[] dead,
        Map<String, Map<String, Double>> termValues) {

    /** A step of terms without further numbers. */
    public StepSettings(double learningRate, Map<String, Double> coefficients, double widening, boolean[] dead) {
        this(learningRate, coefficients, widening, dead, Map.of());
    }

    /**
     * The number {@code name} of the loss {@code term}.
     *
     * @throws IllegalArgumentException when the step does not give it
     */
    public double termValue(String term, String name) {
        Map<String, Double> values = termValues.getOrDefault(term, Map.of());
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("loss '" + term + "' reads the step value '" + name
                    + "', but its schedule gives " + values.keySet());
        }
        return value;
    }

    /** The number of dead features. */
    public int deadCount() {
        int count = 0;
        for (boolean isDead : dead) {
            if (isDead) {
                count++;
            }
        }
        return count;
    }
}
