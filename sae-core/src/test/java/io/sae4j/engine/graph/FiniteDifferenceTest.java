package io.sae4j.engine.graph;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.data.Batch;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.EncoderGraph;
import io.sae4j.encoder.EncoderParameter;
import io.sae4j.encoder.TrainingCodes;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.loss.Loss;
import io.sae4j.loss.NestedReconstruction.Level;
import io.sae4j.model.EncoderSpec;
import io.sae4j.testing.Batches;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Every gradient against central differences in double precision, for objectives without straight-through estimators. The
 * seeded data lie away from kinks: a step of the difference never changes which features fire.
 */
class FiniteDifferenceTest {
    private static final int D = 5;
    private static final int M = 7;
    private static final int ROWS = 6;

    /** {@code softplus(slope·z) − log 2} where positive, with a learned slope per feature. */
    private record LearnedSlope() implements Encoder {
        @Override
        public EncoderSpec spec() {
            return EncoderSpec.of("learned-slope");
        }

        @Override
        public List<EncoderParameter> parameters(int dSae) {
            return List.of(new EncoderParameter("slope", new long[] {dSae}, 1.3));
        }

        @Override
        public TrainingCodes build(EncoderGraph graph) {
            SDVariable sized = graph.preActivations().mul(graph.parameter("slope"));
            SDVariable soft = graph.sameDiff().nn().softplus(sized).sub(Math.log(2));
            return TrainingCodes.plain(graph.sameDiff().nn().relu(soft, 0), graph.preActivations());
        }
    }

    static Stream<Arguments> objectives() {
        Loss own = Losses.of(
                "quartic",
                0.3,
                (sd, g) -> g.meanOverRows(
                        sd.math().square(sd.math().square(g.codes().activations()))));
        Loss relativeToBatch = Losses.of(
                "squared-l0",
                0.2,
                (sd, g) -> sd.math()
                        .square(g.batchSum(g.codes().activations())
                                .div(g.batchRows())
                                .sub(1.5)));
        return Stream.of(
                Arguments.of("relu, l1", Encoders.relu(), List.of(Losses.l1(0.7))),
                Arguments.of("relu, l1 with norms", Encoders.relu(), List.of(Losses.l1WithDecoderNorms(0.7))),
                Arguments.of("relu, lp", Encoders.relu(), List.of(Losses.lp(0.4, 0.5))),
                Arguments.of("relu, lp of 1", Encoders.relu(), List.of(Losses.lp(0.4, 1))),
                Arguments.of("topk rescaled, lp", Encoders.topKRescaled(3), List.of(Losses.lp(0.4, 0.3))),
                Arguments.of("relu, p annealed", Encoders.relu(), List.of(Losses.pAnnealed(0.4, 0.2))),
                Arguments.of("relu, tanh", Encoders.relu(), List.of(Losses.l0Tanh(0.4))),
                Arguments.of("topk", Encoders.topK(2), List.of()),
                Arguments.of("topk rescaled", Encoders.topKRescaled(2), List.of(Losses.l0Tanh(0.4))),
                Arguments.of("batchtopk", Encoders.batchTopK(2), List.of()),
                Arguments.of(
                        "matryoshka over relu", Encoders.relu(), List.of(Losses.l1(0.3), Losses.matryoshka(1, 3, 5))),
                Arguments.of(
                        "matryoshka of own weights over batchtopk rescaled",
                        Encoders.batchTopKRescaled(2),
                        List.of(Losses.matryoshka(List.of(new Level(2, 0.3), new Level(4, 1.7))))),
                Arguments.of("batchtopk rescaled", Encoders.batchTopKRescaled(2), List.of(Losses.l0Tanh(0.4))),
                Arguments.of(
                        "user's activation and losses",
                        Encoders.of("softshrink", (sd, pre) -> sd.nn().relu(pre.sub(0.1), 0)),
                        List.of(own, relativeToBatch)),
                Arguments.of("user's learned parameter", new LearnedSlope(), List.of(Losses.l1(0.1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("objectives")
    void gradientsAreDifferencesOfTheLoss(String name, Encoder encoder, List<Loss> losses) {
        ObjectiveSpec spec = new ObjectiveSpec(D, D, M, encoder, losses, true);
        Map<String, INDArray> parameters = TestParameters.random(spec, 5, DataType.DOUBLE);
        Batch batch = Batches.gaussian(11, ROWS, D);
        StepSettings settings = TestParameters.settings(losses, new boolean[M]);
        FiniteDifferences.check(spec, parameters, false, batch, settings);
    }
}
