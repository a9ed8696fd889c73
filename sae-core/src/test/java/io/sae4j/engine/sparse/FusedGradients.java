package io.sae4j.engine.sparse;

import io.sae4j.data.Batch;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of the fused engine, read off its parameters: with no memory and an ε far above every gradient, Adam's step
 * is {@code rate/ε·g}. A ratio as large as this one leaves nothing of the old parameters but their rounding, so that
 * gradients come out with all their digits.
 */
final class FusedGradients {
    private static final double EPSILON = 0x1p60;
    private static final double MAGNIFIED = 0x1p20;
    private static final OptimizerSettings PLAIN =
            new OptimizerSettings(0, 0, EPSILON, Double.POSITIVE_INFINITY, false);

    private FusedGradients() {}

    record Value(StepResult result, Map<String, INDArray> gradients) {}

    static Value of(ObjectiveSpec spec, Map<String, INDArray> parameters, Batch batch, StepSettings settings) {
        StepSettings magnified = new StepSettings(
                MAGNIFIED * EPSILON,
                settings.coefficients(),
                settings.widening(),
                settings.dead(),
                settings.termValues());
        try (SparseEngine engine = new SparseEngine(spec, PLAIN, parameters, batch.rows(), SparseOptions.DEFAULT)) {
            StepResult result = engine.step(batch, magnified);
            Map<String, INDArray> gradients = new LinkedHashMap<>();
            engine.parameters()
                    .forEach((name, after) -> gradients.put(
                            name,
                            parameters
                                    .get(name)
                                    .reshape(after.shape())
                                    .sub(after)
                                    .div(MAGNIFIED)));
            return new Value(result, gradients);
        }
    }
}
