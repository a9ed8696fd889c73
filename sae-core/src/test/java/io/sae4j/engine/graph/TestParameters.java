package io.sae4j.engine.graph;

import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.loss.Loss;
import io.sae4j.loss.StepSchedules;
import io.sae4j.nd.HostArrays;
import io.sae4j.testing.Batches;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Seeded parameters and settings for tests of the graph engine. */
public final class TestParameters {
    private static final long STEPS = 10;

    private TestParameters() {}

    /** Gaussian values, biases small, the encoder's own parameters 0.5 plus a little noise. */
    public static Map<String, INDArray> random(ObjectiveSpec spec, long seed, DataType type) {
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        ObjectiveGraph.shapes(spec).forEach((name, shape) -> {
            int length = 1;
            for (long n : shape) {
                length *= (int) n;
            }
            float[] values = Batches.gaussian(seed + name.hashCode(), length);
            boolean matrix = shape.length == 2;
            boolean bias = name.startsWith("b_");
            for (int i = 0; i < length; i++) {
                values[i] = matrix ? 0.5f * values[i] : bias ? 0.1f * values[i] : 0.5f + 0.1f * values[i];
            }
            parameters.put(name, HostArrays.create(values, shape).castTo(type).dup('c'));
        });
        return parameters;
    }

    /** A step in the middle of a run, at full coefficients. */
    public static StepSettings settings(List<Loss> losses, boolean[] dead) {
        Map<String, Double> coefficients = new HashMap<>();
        losses.forEach(loss -> coefficients.put(loss.name(), loss.coefficient()));
        return new StepSettings(
                1e-3, coefficients, 1, dead, new StepSchedules(losses, OptionalLong.of(STEPS)).at(STEPS / 2));
    }
}
