package io.sae4j.train;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The state of a run after a step. Values are those of the step's batch, measured before its update; scale-dependent ones
 * are in the units of the scaled rows.
 *
 * @param step steps taken, 1 after the first
 * @param totalSteps steps of the whole run, where known
 * @param rows rows trained on so far, repeated ones counted again
 * @param loss the objective
 * @param mse mean squared error summed over the width
 * @param fvu fraction of the batch's variance left unexplained
 * @param l0 mean number of features that fire on a row
 * @param deadFraction share of features that count as dead
 * @param learningRate the step's rate
 * @param gradientNorm global norm of the gradients before clipping
 * @param terms unweighted values of the further loss terms
 * @param coefficients weights of the further loss terms in the step
 * @param elapsed since the run's first step began
 */
public record TrainingProgress(
        long step,
        OptionalLong totalSteps,
        long rows,
        double loss,
        double mse,
        double fvu,
        double l0,
        double deadFraction,
        double learningRate,
        double gradientNorm,
        Map<String, Double> terms,
        Map<String, Double> coefficients,
        Duration elapsed) {

    /** Rows a second since the run's first step began. */
    public double rowsPerSecond() {
        return rows / Math.max(1e-9, elapsed.toNanos() * 1e-9);
    }
}
