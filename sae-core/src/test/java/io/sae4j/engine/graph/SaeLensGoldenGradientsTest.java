package io.sae4j.engine.graph;

import static io.sae4j.testing.Close.assertClose;

import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.JumpReluEncoder;
import io.sae4j.encoder.ReluEncoder;
import io.sae4j.encoder.TopKEncoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.loss.AuxK;
import io.sae4j.loss.L0Step;
import io.sae4j.loss.L0Tanh;
import io.sae4j.loss.L1;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.PreActivation;
import io.sae4j.testing.Batches;
import io.sae4j.testing.Golden;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every loss and every gradient of SAELens 6.18 from the SameDiff graphs. */
class SaeLensGoldenGradientsTest {
    private static final double TOLERANCE = 1e-5;

    /** A term of ours with its coefficient there and the key of its weighted value. */
    record Term(LossTerm term, double coefficient, String goldenLoss) {}

    static Stream<Arguments> cases() {
        Term auxK = new Term(new AuxK(AuxK.Form.SAELENS_6_18), 1.0, "auxiliary_reconstruction_loss");
        Term preActivation = new Term(new PreActivation(false), 0.05, "pre_act_loss");
        return Stream.of(
                Arguments.of("standard", new ReluEncoder(), List.of(new Term(new L1(true), 0.7, "l1_loss"))),
                Arguments.of("topk", new TopKEncoder(2, true), List.of(auxK)),
                Arguments.of("topk_norescale", new TopKEncoder(2, false), List.of(auxK)),
                Arguments.of(
                        "jumprelu_step",
                        new JumpReluEncoder(JumpReluEncoder.ThresholdForm.LOG, 0.3, 0.5),
                        List.of(new Term(new L0Step(), 0.7, "l0_loss"), preActivation)),
                Arguments.of(
                        "jumprelu_tanh",
                        new JumpReluEncoder(JumpReluEncoder.ThresholdForm.LOG, 0.3, 2.0),
                        List.of(new Term(new L0Tanh(4.0), 0.7, "l0_loss"), preActivation)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void lossesAndGradients(String name, Encoder encoder, List<Term> terms) {
        check(name, encoder, terms, Integer.MAX_VALUE);
    }

    @ParameterizedTest(name = "{0} in micro-batches of 4")
    @MethodSource("cases")
    void lossesAndGradientsInMicroBatches(String name, Encoder encoder, List<Term> terms) {
        check(name, encoder, terms, 4);
    }

    private static void check(String name, Encoder encoder, List<Term> terms, int microRows) {
        Golden golden = Golden.of(name);
        INDArray x = golden.array("x");
        List<Loss> losses = terms.stream()
                .map(term -> Loss.of(term.term(), term.coefficient()))
                .toList();
        ObjectiveSpec spec = new ObjectiveSpec(5, 5, 8, encoder, losses, true);
        Map<String, Double> coefficients = new HashMap<>();
        losses.forEach(loss -> coefficients.put(loss.name(), loss.coefficient()));
        StepSettings settings = new StepSettings(1e-3, coefficients, 1, golden.dead());
        try (GraphObjective objective =
                new GraphObjective(spec, golden.arrays("params"), false, microRows, DataType.FLOAT)) {
            GraphObjective.Value value = objective.evaluate(Batches.of(x), settings);

            assertClose("mse", value.mse(), golden.loss("mse_loss"), TOLERANCE);
            for (Term term : terms) {
                double weighted =
                        term.coefficient() * value.terms().get(term.term().name());
                assertClose(term.goldenLoss(), weighted, golden.loss(term.goldenLoss()), TOLERANCE);
            }
            assertClose("loss", value.loss(), golden.loss(), TOLERANCE);
            golden.arrays("grads")
                    .forEach((parameter, gradient) -> assertClose(
                            "gradient of " + parameter, value.gradients().get(parameter), gradient, TOLERANCE));
        }
    }
}
