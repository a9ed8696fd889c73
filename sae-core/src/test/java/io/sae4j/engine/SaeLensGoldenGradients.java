package io.sae4j.engine;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.data.Batch;
import io.sae4j.encoder.BatchTopKEncoder;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.GatedEncoder;
import io.sae4j.encoder.JumpReluEncoder;
import io.sae4j.encoder.JumpReluEncoder.ThresholdForm;
import io.sae4j.encoder.ReluEncoder;
import io.sae4j.encoder.TopKEncoder;
import io.sae4j.loss.AuxK;
import io.sae4j.loss.GateReconstruction;
import io.sae4j.loss.L0Step;
import io.sae4j.loss.L0Tanh;
import io.sae4j.loss.L1;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.NestedReconstruction;
import io.sae4j.loss.PreActivation;
import io.sae4j.testing.Batches;
import io.sae4j.testing.Golden;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every loss and every gradient of SAELens 6.18. Each engine extends this with its way to compute them. */
public abstract class SaeLensGoldenGradients {
    private static final double TOLERANCE = 1e-5;
    private static final double AVERAGE_RATE = 0.01;

    /**
     * A training configuration of SAELens.
     *
     * @param name under which its values are kept
     */
    public record Case(String name, Encoder encoder, List<Term> terms) {
        /** What is trained, between SAELens's widths. */
        public ObjectiveSpec spec() {
            List<Loss> losses = terms.stream()
                    .map(term -> Loss.of(term.term(), term.coefficient()))
                    .toList();
            return new ObjectiveSpec(5, 5, 8, encoder, losses, true);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A term of ours with its coefficient there and the key of its weighted value. */
    public record Term(LossTerm term, double coefficient, String goldenLoss) {}

    /**
     * What an engine computes.
     *
     * @param terms unweighted values
     * @param smallestCode as in {@link StepResult}
     * @param gradients by parameter, before projection and clipping
     */
    public record Computed(
            double mse, Map<String, Double> terms, double loss, double smallestCode, Map<String, INDArray> gradients) {}

    /** The values at {@code parameters}, of which it may keep nothing. */
    protected abstract Computed compute(
            ObjectiveSpec spec, Map<String, INDArray> parameters, Batch batch, StepSettings settings);

    static Stream<Case> cases() {
        Term auxK = new Term(new AuxK(AuxK.Form.SAELENS_6_18), 1.0, "auxiliary_reconstruction_loss");
        Term preActivation = new Term(new PreActivation(false), 0.05, "pre_act_loss");
        return Stream.of(
                new Case("standard", new ReluEncoder(), List.of(new Term(new L1(true), 0.7, "l1_loss"))),
                new Case("topk", new TopKEncoder(2, true), List.of(auxK)),
                new Case("topk_norescale", new TopKEncoder(2, false), List.of(auxK)),
                new Case("batchtopk", new BatchTopKEncoder(2, true), List.of(auxK)),
                new Case(
                        "matryoshka_batchtopk",
                        new BatchTopKEncoder(2, true),
                        List.of(auxK, new Term(NestedReconstruction.of(3), 1.0, "inner_mse_loss_3"))),
                new Case(
                        "gated",
                        new GatedEncoder(),
                        List.of(
                                new Term(new L1(true), 0.7, "l1_loss"),
                                new Term(new GateReconstruction(false), 1.0, "auxiliary_reconstruction_loss"))),
                new Case(
                        "jumprelu_step",
                        new JumpReluEncoder(ThresholdForm.LOG, 0.3, 0.5),
                        List.of(new Term(new L0Step(), 0.7, "l0_loss"), preActivation)),
                new Case(
                        "jumprelu_tanh",
                        new JumpReluEncoder(ThresholdForm.LOG, 0.3, 2.0),
                        List.of(new Term(new L0Tanh(4.0), 0.7, "l0_loss"), preActivation)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void lossesAndGradients(Case golden) {
        check(golden, this::compute);
    }

    /** A way to compute. */
    @FunctionalInterface
    protected interface Way {
        Computed compute(ObjectiveSpec spec, Map<String, INDArray> parameters, Batch batch, StepSettings settings);
    }

    protected static void check(Case which, Way way) {
        Golden golden = Golden.of(which.name());
        Map<String, Double> coefficients = new HashMap<>();
        which.terms().forEach(term -> coefficients.put(term.term().name(), term.coefficient()));
        StepSettings settings = new StepSettings(1e-3, coefficients, 1, golden.dead());
        Computed value = way.compute(which.spec(), golden.arrays("params"), Batches.of(golden.array("x")), settings);

        assertClose("mse", value.mse(), golden.loss("mse_loss"), TOLERANCE);
        for (Term term : which.terms()) {
            double weighted = term.coefficient() * value.terms().get(term.term().name());
            assertClose(term.goldenLoss(), weighted, golden.loss(term.goldenLoss()), TOLERANCE);
        }
        assertClose("loss", value.loss(), golden.loss(), TOLERANCE);
        golden.arrays("grads")
                .forEach((parameter, gradient) -> assertClose(
                        "gradient of " + parameter, value.gradients().get(parameter), gradient, TOLERANCE));
        if (which.encoder().learnsThresholdByAverage()) {
            double average = golden.json().get("topk_threshold_after_1_step").asDouble();
            assertClose("smallest code", AVERAGE_RATE * value.smallestCode(), average, TOLERANCE);
        } else {
            assertThat(value.smallestCode()).isNaN();
        }
    }
}
