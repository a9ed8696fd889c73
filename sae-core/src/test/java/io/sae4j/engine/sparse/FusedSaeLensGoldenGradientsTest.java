package io.sae4j.engine.sparse;

import io.sae4j.data.Batch;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.SaeLensGoldenGradients;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every loss and every gradient of SAELens 6.18 from the fused engine. */
class FusedSaeLensGoldenGradientsTest extends SaeLensGoldenGradients {
    @Override
    protected Computed compute(
            ObjectiveSpec spec, Map<String, INDArray> parameters, Batch batch, StepSettings settings) {
        FusedGradients.Value value = FusedGradients.of(spec, parameters, batch, settings);
        StepResult result = value.result();
        return new Computed(result.mse(), result.terms(), result.loss(), result.smallestCode(), value.gradients());
    }
}
