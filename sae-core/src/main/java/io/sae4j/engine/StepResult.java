package io.sae4j.engine;

import java.util.Map;

/**
 * What one step found before it updated the parameters.
 *
 * @param loss the whole objective
 * @param mse mean over rows of the squared error summed over {@code dOut}, in the units of the batch
 * @param terms unweighted value of each further loss term; terms left out of the step are absent
 * @param l0 mean number of features that fire on a row
 * @param firings rows on which each feature fired, {@code [dSae]}
 * @param gradientNorm global norm of all gradients, after projection and before clipping
 * @param smallestCode smallest code among those that fired, {@code +∞} where none did; for encoders that
 *     {@linkplain io.sae4j.encoder.Encoder#learnsThresholdByAverage learn their threshold} by it, NaN for others
 * @param reported what loss terms {@linkplain io.sae4j.loss.LossGraph#report reported} to their schedules, by term and name
 */
public record StepResult(
        double loss,
        double mse,
        Map<String, Double> terms,
        double l0,
        float[] firings,
        double gradientNorm,
        double smallestCode,
        Map<String, Map<String, Double>> reported) {}
