package io.sae4j.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.data.Batch;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.loss.Loss;
import io.sae4j.testing.Batches;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Buffers are made once, and what the check before a run predicts is what the run takes. */
class GraphMemoryTest {
    private static final int D = 12;
    private static final int M = 40;
    private static final int ROWS = 64;

    static Stream<Arguments> objectives() {
        return Stream.of(
                Arguments.of(Encoders.relu(), Losses.l1(0.1)),
                Arguments.of(Encoders.topK(4), Losses.auxK()),
                Arguments.of(Encoders.batchTopK(4), Losses.auxK()),
                Arguments.of(Encoders.jumpRelu(), Losses.l0Tanh(0.1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("objectives")
    void buffersDoNotGrow(Encoder encoder, Loss loss) {
        ObjectiveSpec spec = new ObjectiveSpec(D, D, M, encoder, List.of(loss), true);
        Map<String, INDArray> parameters = TestParameters.random(spec, 1, DataType.FLOAT);
        Batch batch = Batches.gaussian(3, ROWS, D);
        boolean[] dead = new boolean[M];
        try (GraphObjective objective = new GraphObjective(spec, parameters, false, ROWS, DataType.FLOAT)) {
            StepSettings settings = TestParameters.settings(List.of(loss), dead);
            objective.evaluate(batch, settings);
            dead[2] = true;
            objective.evaluate(batch, settings);
            long settled = objective.bytes();
            INDArray gradient = objective.evaluate(batch, settings).gradients().get("W_enc");
            for (int step = 0; step < 200; step++) {
                dead[2] = step % 3 == 0;
                assertThat(objective.evaluate(batch, settings).gradients()).hasSize(parameters.size());
            }
            assertThat(objective.bytes()).isEqualTo(settled);
            dead[2] = true;
            assertThat(objective.evaluate(batch, settings).gradients().get("W_enc"))
                    .isSameAs(gradient);
            assertThat((double) GraphMemory.bufferBytes(spec, false, ROWS)).isCloseTo(settled, within(0.01 * settled));
        }
    }
}
