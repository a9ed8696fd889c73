package io.sae4j.train;

/** Watches a run, on the thread that trains. An exception that it throws ends the run. */
@FunctionalInterface
public interface TrainingListener {
    /** After each step. Keep it short: the step waits. */
    void onStep(TrainingProgress progress);
}
