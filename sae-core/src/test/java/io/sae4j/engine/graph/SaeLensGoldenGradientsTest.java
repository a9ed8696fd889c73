package io.sae4j.engine.graph;

import io.sae4j.data.Batch;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.SaeLensGoldenGradients;
import io.sae4j.engine.StepSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every loss and every gradient of SAELens 6.18 from the SameDiff graphs. */
class SaeLensGoldenGradientsTest extends SaeLensGoldenGradients {
    @Override
    protected Computed compute(
            ObjectiveSpec spec, Map<String, INDArray> parameters, Batch batch, StepSettings settings) {
        return compute(spec, parameters, batch, settings, Integer.MAX_VALUE);
    }

    @ParameterizedTest(name = "{0} in micro-batches of 4")
    @MethodSource("cases")
    void lossesAndGradientsInMicroBatches(Case golden) {
        check(golden, (spec, parameters, batch, settings) -> compute(spec, parameters, batch, settings, 4));
    }

    private static Computed compute(
            ObjectiveSpec spec, Map<String, INDArray> parameters, Batch batch, StepSettings settings, int microRows) {
        try (GraphObjective objective = new GraphObjective(spec, parameters, false, microRows, DataType.FLOAT)) {
            GraphObjective.Value value = objective.evaluate(batch, settings);
            Map<String, INDArray> gradients = new LinkedHashMap<>();
            value.gradients().forEach((name, gradient) -> gradients.put(name, gradient.dup('c')));
            return new Computed(value.mse(), value.terms(), value.loss(), value.smallestCode(), gradients);
        }
    }
}
