package io.sae4j.engine;

import java.util.Map;

/**
 * The numbers of one training step.
 *
 * @param learningRate Adam's step size
 * @param coefficients weight of each loss term by name
 * @param widening factor by which encoders that select k features widen their selection, at least 1
 * @param dead which features count as dead, {@code [dSae]}; not kept
 */
public record StepSettings(double learningRate, Map<String, Double> coefficients, double widening, boolean[] dead) {
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
