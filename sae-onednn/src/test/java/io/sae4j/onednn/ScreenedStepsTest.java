package io.sae4j.onednn;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.data.Batch;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.graph.TestParameters;
import io.sae4j.engine.sparse.SparseEngine;
import io.sae4j.engine.sparse.SparseOptions;
import io.sae4j.engine.sparse.SparseOptions.Mode;
import io.sae4j.loss.Loss;
import io.sae4j.model.Weights;
import io.sae4j.product.Precision;
import io.sae4j.product.ProductLibraries;
import io.sae4j.testing.Batches;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Steps that screen by products of the hardware's bfloat16 choose what steps with exact products choose. */
class ScreenedStepsTest {
    private static final int D = 48;
    private static final int M = 2000;
    private static final int ROWS = 200;
    private static final int STEPS = 6;
    private static final double TOLERANCE = 1e-5;
    /** With a coarse ε rounding stays rounding through Adam's first steps. */
    private static final OptimizerSettings OPTIMIZER = new OptimizerSettings(0.9, 0.999, 1e-2, 1, true);

    @BeforeEach
    void screensHere() {
        assumeTrue(
                ProductLibraries.best().orElseThrow().offers(Precision.BFLOAT16),
                "bfloat16 products are not faster on this machine");
    }

    static Stream<Arguments> objectives() {
        Loss auxK = Losses.auxK(0.1);
        return Stream.of(
                Arguments.of(Encoders.topK(6), List.of(auxK)),
                Arguments.of(Encoders.topKRescaled(6), List.of(Losses.auxKSaeLens(0.1))),
                Arguments.of(Encoders.batchTopK(6), List.of(auxK)),
                Arguments.of(Encoders.batchTopKRescaled(6), List.of()),
                Arguments.of(Encoders.jumpRelu(0.5, 0.01), List.of(Losses.l0Step(0.1), auxK)));
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void chooseTheSame(Encoder encoder, List<Loss> losses) {
        ObjectiveSpec spec = new ObjectiveSpec(D, D, M, encoder, losses, true);
        Map<String, INDArray> parameters = TestParameters.random(spec, 7, DataType.FLOAT);
        if (parameters.containsKey(Weights.THRESHOLD)) {
            // Three and a half standard deviations: few enough fire for the engine to screen from the second step on.
            parameters.get(Weights.THRESHOLD).addi(3.5 * 0.5 * Math.sqrt(D));
        }
        try (SparseEngine screened = engine(spec, parameters, Mode.AUTO);
                SparseEngine exact = engine(spec, parameters, Mode.OFF)) {
            int roundedOtherwise = 0;
            for (int step = 0; step < STEPS; step++) {
                Batch batch = Batches.gaussian(step, ROWS, D);
                StepResult actual = screened.step(batch, settings(losses, 2 - 0.2 * step));
                StepResult expected = exact.step(batch, settings(losses, 2 - 0.2 * step));
                assertThat(actual.firings()).as("step %s", step).isEqualTo(expected.firings());
                assertThat(actual.l0()).isPositive();
                assertClose("loss", actual.loss(), expected.loss(), TOLERANCE);
                assertClose("gradient norm", actual.gradientNorm(), expected.gradientNorm(), TOLERANCE);
                roundedOtherwise += actual.gradientNorm() == expected.gradientNorm() ? 0 : 1;
                assertThat(actual.terms().keySet()).isEqualTo(expected.terms().keySet());
            }
            INDArray weights = screened.parameters().get(Weights.W_ENC);
            INDArray others = exact.parameters().get(Weights.W_ENC);
            assertThat(weights).as("weights after some steps").isNotEqualTo(parameters.get(Weights.W_ENC));
            assertClose(Weights.W_ENC, weights, others, TOLERANCE);
            assertThat(roundedOtherwise)
                    .as("differences in rounding, which tell that codes were computed another way")
                    .isPositive();
        }
    }

    private static SparseEngine engine(ObjectiveSpec spec, Map<String, INDArray> parameters, Mode mode) {
        return new SparseEngine(spec, OPTIMIZER, parameters, ROWS, new SparseOptions(2, mode));
    }

    private static StepSettings settings(List<Loss> losses, double widening) {
        Map<String, Double> coefficients = new HashMap<>();
        losses.forEach(loss -> coefficients.put(loss.name(), loss.coefficient()));
        boolean[] dead = new boolean[M];
        // Few, because with many it pays to have exact products at once.
        for (int j = 0; j < M; j += 500) {
            dead[j] = true;
        }
        return new StepSettings(1e-2, coefficients, widening, dead);
    }
}
