package io.sae4j.engine;

import io.sae4j.data.Batch;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Holds the parameters of an SAE in training and takes optimiser steps. Not thread-safe. */
public interface TrainingEngine extends AutoCloseable {
    /**
     * One step: forward, backward, projection, clipping, Adam, renormalisation.
     *
     * @param batch a full batch of the size the engine was made for, already scaled; not kept
     */
    StepResult step(Batch batch, StepSettings settings);

    /**
     * Starts features again between two steps: their weights become those given, {@code b_enc} 0, and the encoder's own parameters of theirs (those
     * whose first dimension is that of the features) what they were at the start. Adam's moments of all that become 0.
     */
    void restart(FeatureRestart restart);

    /** Copies of the trained parameters by name, row-major; owned by the caller. */
    Map<String, INDArray> parameters();

    /** A short name for logs, such as {@code graph}. */
    String name();

    @Override
    void close();
}
