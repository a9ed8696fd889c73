package io.sae4j.engine.graph;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.data.Batch;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.GraphOps;
import io.sae4j.encoder.Kernel;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossGraph;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.Splitting;
import io.sae4j.model.LossSpec;
import io.sae4j.testing.Batches;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A batch in parts gives the values and gradients of the whole, also for terms that are not sums over rows. */
class MicroBatchTest {
    private static final int D = 6;
    private static final int M = 12;
    private static final int ROWS = 23;
    private static final double TOLERANCE = 1e-5;

    /** {@code (E Σ a − 1.5)² + E Σ a²}, neither part a plain sum over rows once they are in one term. */
    private record DistanceToTarget(Splitting splitting) implements LossTerm {
        @Override
        public LossSpec spec() {
            return LossSpec.of("distance-to-target");
        }

        @Override
        public SDVariable build(LossGraph graph) {
            SDVariable codes = graph.codes().activations();
            SDVariable mean = graph.batchSum(codes).div(graph.batchRows());
            return GraphOps.square(mean.sub(1.5)).add(graph.meanOverRows(GraphOps.square(codes)));
        }
    }

    static Stream<Arguments> objectives() {
        return Stream.of(
                Arguments.of(Encoders.relu(), Losses.l1(0.3)),
                Arguments.of(Encoders.topK(3), Losses.auxK()),
                Arguments.of(Encoders.topKRescaled(3), Losses.auxKSaeLens(1)),
                Arguments.of(Encoders.relu(), Losses.auxKSigned(1)),
                Arguments.of(Encoders.topKRescaled(3), Losses.ghostGradients(0.5)),
                Arguments.of(Encoders.batchTopK(3), Losses.auxK()),
                Arguments.of(Encoders.batchTopKRescaled(3), Losses.auxKSaeLens(1)),
                Arguments.of(Encoders.topKRescaled(3), Losses.matryoshka(2, 5)),
                Arguments.of(Encoders.batchTopK(3), Losses.matryoshka(4)),
                Arguments.of(Encoders.jumpRelu(0.2, 1), Losses.l0Tanh(0.5)),
                Arguments.of(Encoders.jumpRelu(0.2, 1), Losses.preActivation(0.5)),
                Arguments.of(Encoders.jumpRelu(0.2, 1), Losses.l0Quadratic(0.5, 2)),
                Arguments.of(Encoders.relu(), Losses.lp(0.5, 0.5)),
                Arguments.of(Encoders.relu(), Losses.pAnnealed(0.5, 0.2)),
                Arguments.of(
                        Encoders.jumpRelu(0.2, 1).withKernel(Kernel.TRIANGLE).withStraightThroughToInput(),
                        Losses.l0Quadratic(0.5, 2)),
                Arguments.of(Encoders.relu(), Loss.of(new DistanceToTarget(Splitting.THROUGH_BATCH_SUMS), 0.7)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("objectives")
    void partsAddUp(Encoder encoder, Loss loss) {
        ObjectiveSpec spec = new ObjectiveSpec(D, D, M, encoder, List.of(loss), true);
        Map<String, INDArray> parameters = TestParameters.random(spec, 6, DataType.FLOAT);
        Batch batch = Batches.gaussian(2, ROWS, D);
        boolean[] dead = new boolean[M];
        dead[1] = true;
        dead[4] = true;
        dead[7] = true;
        StepSettings settings = TestParameters.settings(List.of(loss), dead);
        for (int microRows : new int[] {1, 5, 22}) {
            try (GraphObjective whole = new GraphObjective(spec, parameters, false, ROWS, DataType.FLOAT);
                    GraphObjective parts = new GraphObjective(spec, parameters, false, microRows, DataType.FLOAT)) {
                GraphObjective.Value expected = whole.evaluate(batch, settings);
                GraphObjective.Value actual = parts.evaluate(batch, settings);
                assertClose("loss", actual.loss(), expected.loss(), TOLERANCE);
                assertClose(
                        "term",
                        actual.terms().get(loss.name()),
                        expected.terms().get(loss.name()),
                        TOLERANCE);
                assertThat(actual.firings()).isEqualTo(expected.firings());
                Map<String, Double> reported = actual.reported().get(loss.name());
                assertThat(reported.keySet())
                        .isEqualTo(expected.reported().get(loss.name()).keySet());
                expected.reported()
                        .get(loss.name())
                        .forEach((name, value) -> assertClose(name, reported.get(name), value, TOLERANCE));
                expected.gradients()
                        .forEach((name, gradient) -> assertClose(
                                name + " in parts of " + microRows,
                                actual.gradients().get(name),
                                gradient,
                                TOLERANCE));
            }
        }
    }

    @Test
    void aTermThatDoesNotSplitKeepsTheBatchWhole() {
        Loss whole = Losses.of("max", 0.1, (sd, g) -> g.codes().activations().max());
        ObjectiveSpec spec = new ObjectiveSpec(D, D, M, Encoders.relu(), List.of(whole), true);
        assertThat(GraphObjective.splittable(spec)).isFalse();
    }

    @Test
    void batchSumsMustBeDeclared() {
        Loss undeclared = Loss.of(new DistanceToTarget(Splitting.SUM_OVER_ROWS), 0.7);
        ObjectiveSpec spec = new ObjectiveSpec(D, D, M, Encoders.relu(), List.of(undeclared), true);
        Map<String, INDArray> parameters = TestParameters.random(spec, 6, DataType.FLOAT);
        try (GraphObjective parts = new GraphObjective(spec, parameters, false, 5, DataType.FLOAT)) {
            StepSettings settings = TestParameters.settings(List.of(undeclared), new boolean[M]);
            assertThatThrownBy(() -> parts.evaluate(Batches.gaussian(2, ROWS, D), settings))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("THROUGH_BATCH_SUMS");
        }
    }
}
