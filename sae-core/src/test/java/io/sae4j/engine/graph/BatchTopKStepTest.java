package io.sae4j.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.Encoders;
import io.sae4j.data.Batch;
import io.sae4j.encoder.BatchMasks;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.EncoderGraph;
import io.sae4j.encoder.TrainingCodes;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import io.sae4j.model.EncoderSpec;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.testing.Batches;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What one step of BatchTopK keeps of scores that are given: the encoder is the identity. */
class BatchTopKStepTest {
    private static final int WIDTH = 3;

    @Test
    void rowsCompeteForTheBatch() {
        StepResult result = step(1, 1, 9, 8, 7, 1, 2, 3, 4, 5, 6);
        assertThat(result.firings()).containsExactly(1, 1, 1);
        assertThat(result.l0()).isEqualTo(1);
        assertThat(result.smallestCode()).isEqualTo(7);
    }

    @Test
    void ofEqualScoresTheFirstOfTheBatchAreKept() {
        assertThat(step(1, 1, 2, 5, 2, 2, 2, 2, 2, 2, 2).firings()).containsExactly(1, 1, 1);
        assertThat(step(1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2).firings()).containsExactly(1, 1, 1);
        assertThat(step(1, 1, -1, 2, 2, 2, -2, 2, 2, 2, 2).firings()).containsExactly(1, 1, 1);
        assertThat(step(1, 1, -1, 2, -2, 2, 2, 2, 2, 2, 2).firings()).containsExactly(1, 2, 0);
    }

    @Test
    void whatIsNotPositiveIsNeverKept() {
        StepResult few = step(2, 1, -1, 0, 0.5f, -3, 4, -0f, -1, -1, -1);
        assertThat(few.firings()).containsExactly(0, 1, 1);
        assertThat(few.smallestCode()).isEqualTo(0.5);

        StepResult none = step(2, 1, -1, -2, -3, 0, 0, 0, -1, -1, -1);
        assertThat(none.l0()).isZero();
        assertThat(none.smallestCode()).isInfinite().isPositive();
        assertThat(none.loss()).isFinite();
    }

    @Test
    void oneRowIsABatch() {
        StepResult result = step(2, 1, 3, 1, 2);
        assertThat(result.firings()).containsExactly(1, 0, 1);
        assertThat(result.smallestCode()).isEqualTo(2);
    }

    @Test
    void rowsChooseForThemselvesWhileKIsWidened() {
        float[] scores = {9, 8, 7, 1, 2, 3, 4, 5, 6};
        assertThat(step(1, 2, scores).l0()).isEqualTo(2);
        assertThat(step(1, 1.6, scores).firings()).containsExactly(1, 3, 2);
        assertThat(step(1, 1, scores).firings()).containsExactly(1, 1, 1);
        assertThat(step(1, 100, scores).l0()).isEqualTo(WIDTH);
    }

    @Test
    void aMaskOfTheBatchMustBeDeclared() {
        Encoder undeclared = new Encoder() {
            @Override
            public EncoderSpec spec() {
                return EncoderSpec.of("undeclared");
            }

            @Override
            public TrainingCodes build(EncoderGraph graph) {
                graph.batchMask("mask", graph.preActivations(), BatchMasks.largestPositive(1, graph.widening()));
                return TrainingCodes.plain(graph.preActivations(), graph.preActivations());
            }
        };
        assertThatThrownBy(() -> step(undeclared, 1, 1, 2, 3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("encoder 'undeclared' uses batchMask, so needsWholeBatch() must be true");
    }

    private static StepResult step(int k, double widening, float... scores) {
        return step(Encoders.batchTopK(k), widening, scores);
    }

    private static StepResult step(Encoder encoder, double widening, float... scores) {
        Batch batch = Batches.of(scores, WIDTH);
        ObjectiveSpec spec = new ObjectiveSpec(WIDTH, WIDTH, WIDTH, encoder, List.of(), true);
        float[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        parameters.put(Weights.W_ENC, HostArrays.create(identity, WIDTH, WIDTH));
        parameters.put(Weights.W_DEC, HostArrays.create(identity, WIDTH, WIDTH));
        parameters.put(Weights.B_ENC, HostArrays.create(new float[WIDTH], WIDTH));
        parameters.put(Weights.B_DEC, HostArrays.create(new float[WIDTH], WIDTH));
        try (GraphEngine engine =
                new GraphEngine(spec, OptimizerSettings.DEFAULT, parameters, false, batch.rows(), 1)) {
            return engine.step(batch, new StepSettings(1e-3, Map.of(), widening, new boolean[WIDTH]));
        }
    }
}
