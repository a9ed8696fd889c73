package io.sae4j.train;

import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a run needs an engine for.
 *
 * @param objective what is trained
 * @param optimizer how gradients become updates
 * @param parameters starting values by name
 * @param ownTargets whether batches bring targets of their own
 * @param rows of every step
 * @param rowsAtOnce rows that a step may be worked through in parts of; all of them without gradient accumulation
 */
public record EngineRequest(
        ObjectiveSpec objective,
        OptimizerSettings optimizer,
        Map<String, INDArray> parameters,
        boolean ownTargets,
        int rows,
        int rowsAtOnce) {}
