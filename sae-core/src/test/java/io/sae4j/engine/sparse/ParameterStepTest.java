package io.sae4j.engine.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.engine.OptimizerSettings;
import io.sae4j.testing.Batches;
import io.sae4j.testing.Optimizers;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps of the fused engine against a plain computation in doubles, in steps with and without a gradient. */
class ParameterStepTest {
    private static final int SIZE = 37;
    private static final int STEPS = 6;
    private static final double RATE = 3e-3;
    private static final double CLIP = 0.5;
    private static final double TOLERANCE = 1e-6;

    static Map<String, OptimizerSettings> optimizers() {
        return Optimizers.all();
    }

    @ParameterizedTest
    @MethodSource("names")
    void severalSteps(String name) {
        OptimizerSettings settings = optimizers().get(name);
        VectorParameter parameter = new VectorParameter(Batches.gaussian(1, SIZE));
        Optimizers.Reference reference = new Optimizers.Reference(settings, parameter.value);
        for (int step = 1; step <= STEPS; step++) {
            boolean silent = step == 2 || step == 5;
            float[] gradient = silent ? new float[SIZE] : Batches.gaussian(10 + step, SIZE);
            ParameterStep next = ParameterStep.of(settings, step, RATE, CLIP);
            if (silent) {
                next.coast(parameter.value, parameter.firstMoment, parameter.secondMoment);
            } else {
                next.apply(gradient, parameter);
            }
            reference.step(gradient, RATE, CLIP);
            for (int i = 0; i < SIZE; i++) {
                assertThat((double) parameter.value[i])
                        .as("entry %s after step %s", i, step)
                        .isCloseTo(reference.value(i), within(TOLERANCE));
            }
        }
    }

    static Iterable<String> names() {
        return optimizers().keySet();
    }
}
