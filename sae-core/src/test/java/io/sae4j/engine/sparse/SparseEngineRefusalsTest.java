package io.sae4j.engine.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.data.Batch;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.graph.TestParameters;
import io.sae4j.loss.Loss;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.testing.Batches;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the fused engine does not take, and what it must not hide. */
class SparseEngineRefusalsTest {
    private static final int D = 6;
    private static final int M = 20;
    private static final int ROWS = 9;

    private final ObjectiveSpec topK = spec(Encoders.topK(3));
    private final Map<String, INDArray> parameters = TestParameters.random(topK, 1, DataType.FLOAT);

    @Test
    void anEncoderItDoesNotKnow() {
        ObjectiveSpec custom =
                spec(Encoders.of("softshrink", (sd, pre) -> sd.nn().relu(pre.sub(0.1), 0)));
        assertThat(SparseSupport.obstacle(custom)).contains("it does not know the encoder 'softshrink'");
        assertThatThrownBy(() -> engine(custom, parameters))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the sparse engine cannot train this: it does not know the encoder 'softshrink'");
    }

    @Test
    void aLossItDoesNotKnow() {
        ObjectiveSpec custom = spec(
                Encoders.topK(3),
                Losses.of(
                        "squares",
                        0.1,
                        (sd, graph) -> graph.meanOverRows(
                                graph.codes().activations().mul(graph.codes().activations()))));
        assertThatThrownBy(() -> engine(custom, parameters))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the sparse engine cannot train this: it does not know the loss 'squares'");
    }

    static Stream<Loss> lossesOfThresholds() {
        return Stream.of(Losses.l0Step(0.1), Losses.preActivation(0.1));
    }

    @ParameterizedTest
    @MethodSource("lossesOfThresholds")
    void aLossOfThresholdsThatAreNotLearned(Loss loss) {
        assertThatThrownBy(() -> engine(spec(Encoders.relu(), loss), parameters))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the sparse engine cannot train this: the loss '" + loss.name() + "' needs learned thresholds");
        assertThat(SparseSupport.obstacle(spec(Encoders.jumpRelu(), loss))).isEmpty();
    }

    @Test
    void aGatesReconstructionWithoutAGate() {
        assertThat(SparseSupport.obstacle(spec(Encoders.relu(), Losses.gateReconstructionDetached(1))))
                .contains("the loss 'gate_reconstruction' needs an encoder with a gate");
        assertThat(SparseSupport.obstacle(spec(Encoders.gated(), Losses.gateReconstructionDetached(1))))
                .isEmpty();
    }

    @Test
    void aMissingParameter() {
        for (String name : List.of(Weights.W_ENC, Weights.W_DEC, Weights.B_ENC, Weights.B_DEC)) {
            Map<String, INDArray> others = new HashMap<>(parameters);
            others.remove(name);
            assertThatThrownBy(() -> engine(topK, others))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no initial value for the parameter '" + name + "'");
        }
        assertThatThrownBy(() -> engine(spec(Encoders.jumpRelu()), parameters))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no initial value for the parameter 'threshold'");
    }

    @Test
    void aBatchOfAnotherSizeAfterWhichItStillWorks() {
        try (SparseEngine engine = engine(topK, parameters)) {
            assertThatThrownBy(() -> engine.step(Batches.gaussian(1, ROWS + 1, D), settings()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("batch must have 9 rows, got 10");
            assertThat(engine.step(Batches.gaussian(1, ROWS, D), settings()).loss())
                    .isPositive();
        }
    }

    @Test
    void aBatchOfAnotherWidth() {
        try (SparseEngine engine = engine(topK, parameters)) {
            assertThatThrownBy(() -> engine.step(Batches.gaussian(1, ROWS, D + 1), settings()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("inputs of width " + D)
                    .hasMessageContaining("got " + (D + 1));
        }
    }

    @Test
    void aStepAfterItIsClosed() {
        SparseEngine engine = engine(topK, parameters);
        engine.close();
        engine.close();
        assertThatThrownBy(() -> engine.step(Batches.gaussian(1, ROWS, D), settings()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the engine is closed");
    }

    @Test
    void whatItWasGivenAndGaveIsTheCallersOwn() {
        INDArray encoder = parameters.get(Weights.W_ENC).dup('c');
        Batch batch = Batches.gaussian(1, ROWS, D);
        float[] input = batch.input().clone();
        try (SparseEngine engine = engine(topK, parameters)) {
            Map<String, INDArray> before = engine.parameters();
            engine.step(batch, settings());
            assertThat(parameters.get(Weights.W_ENC)).isEqualTo(encoder);
            assertThat(before.get(Weights.W_ENC)).isEqualTo(encoder);
            assertThat(engine.parameters().get(Weights.W_ENC)).isNotEqualTo(encoder);
            assertThat(batch.input()).isEqualTo(input);
        }
    }

    static Stream<Encoder> encoders() {
        return Stream.of(Encoders.relu(), Encoders.topK(3), Encoders.batchTopK(3), Encoders.jumpRelu());
    }

    /** A run that has gone wrong must be seen, not go on with a loss that looks well. */
    @ParameterizedTest
    @MethodSource("encoders")
    void weightsThatAreNoNumbersShowInTheLoss(Encoder encoder) {
        ObjectiveSpec spec = spec(encoder);
        for (boolean all : new boolean[] {true, false}) {
            Map<String, INDArray> broken = TestParameters.random(spec, 1, DataType.FLOAT);
            float[] bias = HostArrays.toFloats(broken.get(Weights.B_ENC));
            Arrays.fill(bias, 0, all ? M : 1, Float.NaN);
            broken.put(Weights.B_ENC, HostArrays.create(bias, M));
            try (SparseEngine engine = engine(spec, broken)) {
                assertThat(engine.step(Batches.gaussian(1, ROWS, D), settings()).loss())
                        .isNaN();
            }
        }
    }

    private static ObjectiveSpec spec(Encoder encoder, Loss... losses) {
        return new ObjectiveSpec(D, D, M, encoder, List.of(losses), true);
    }

    private static SparseEngine engine(ObjectiveSpec spec, Map<String, INDArray> parameters) {
        return new SparseEngine(spec, OptimizerSettings.DEFAULT, parameters, ROWS, SparseOptions.DEFAULT);
    }

    private static StepSettings settings() {
        return new StepSettings(1e-3, Map.of(), 1, new boolean[M]);
    }
}
