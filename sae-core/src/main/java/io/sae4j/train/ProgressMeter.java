package io.sae4j.train;

import io.sae4j.data.Batch;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import java.time.Duration;
import java.util.OptionalLong;

/** Turns step results into what listeners see. */
final class ProgressMeter {
    private final OptionalLong totalSteps;
    private final long start = System.nanoTime();

    /** @param totalSteps length of the run, where known */
    ProgressMeter(OptionalLong totalSteps) {
        this.totalSteps = totalSteps;
    }

    /** @param step steps taken, 1 after the first */
    TrainingProgress after(long step, Batch batch, StepResult result, StepSettings settings) {
        return new TrainingProgress(
                step,
                totalSteps,
                step * batch.rows(),
                result.loss(),
                result.mse(),
                result.mse() / Math.max(BatchVariance.ofTargets(batch), Double.MIN_NORMAL),
                result.l0(),
                (double) settings.deadCount() / settings.dead().length,
                settings.learningRate(),
                result.gradientNorm(),
                result.terms(),
                settings.coefficients(),
                Duration.ofNanos(System.nanoTime() - start));
    }
}
