package io.sae4j.engine.sparse;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sae4j.data.Batch;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.graph.GraphReference;
import io.sae4j.model.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The fused engine against the graph engine, which defines what is right: losses, gradients, the parameters after a step
 * under each way to optimise, and losses of the steps that follow.
 */
class EngineAgreementTest {
    private static final double TOLERANCE = 1e-5;
    /** Parameters that differ by rounding after Adam's first steps give losses that differ a little more. */
    private static final double DRIFTED = 1e-4;
    /** Of the largest gradient; Adam's first step magnifies the rounding of smaller ones. */
    private static final double SIGNIFICANT = 1e-4;

    private static final double NO_CLIPPING = Double.POSITIVE_INFINITY;
    private static final double CLIP = 0.3;
    /** With such an ε the first step depends on the size of the gradients, and so on clipping. */
    private static final double COARSE = 0.02;

    /** Updates are compared at a rate at which they are not lost among the digits of the parameters. */
    private static final double RATE = 1;

    private static final List<OptimizerSettings> OPTIMIZERS = List.of(
            new OptimizerSettings(0.9, 0.999, 1e-8, NO_CLIPPING, false),
            new OptimizerSettings(0.9, 0.999, 1e-8, CLIP, true),
            new OptimizerSettings(0.9, 0.99, COARSE, NO_CLIPPING, true),
            new OptimizerSettings(0.8, 0.999, COARSE, CLIP, false));

    private static final List<OptimizerSettings> OTHER_OPTIMIZERS = List.of(
            OptimizerSettings.adamW(0.9, 0.99, 0.2).clipNorm(CLIP).unitNormDecoder(false),
            OptimizerSettings.signSgd(0.9).weightDecay(0.1).clipNorm(CLIP));

    static Stream<AgreementCase> cases() {
        return AgreementCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void stepsAgree(AgreementCase which) {
        Map<String, INDArray> parameters = which.parameters();
        try (GraphReference graph =
                new GraphReference(which.spec(), parameters, which.shape().ownTargets())) {
            Batch batch = which.batch(3, parameters);
            StepSettings settings = which.settings(RATE);
            GraphReference.Evaluated expected = graph.evaluate(batch, settings);
            FusedGradients.Value actual = FusedGradients.of(which.spec(), parameters, batch, settings);
            assertSameResult(actual.result(), expected.loss(), TOLERANCE);
            if (which.kind() == AgreementCase.Kind.FEW) {
                assertThat(actual.result().l0() / which.shape().dSae()).isBetween(1e-3, EncoderRules.DENSE_SHARE);
            }
            assertThat(actual.gradients().keySet()).isEqualTo(parameters.keySet());
            actual.gradients()
                    .forEach((name, value) -> assertClose(
                            "gradient of " + name, value, expected.gradients().get(name), TOLERANCE));
            for (OptimizerSettings optimizer : OPTIMIZERS) {
                assertSameUpdate(which, optimizer, graph, expected.gradients());
            }
            assertSameRun(which, graph);
        }
    }

    static Stream<AgreementCase> eachEncoder() {
        return AgreementCases.eachEncoder(new AgreementCase.Shape(11, 11, 37, 19));
    }

    @ParameterizedTest
    @MethodSource("eachEncoder")
    void weightDecayAndSignsAgree(AgreementCase which) {
        Map<String, INDArray> parameters = which.parameters();
        try (GraphReference graph =
                new GraphReference(which.spec(), parameters, which.shape().ownTargets())) {
            Map<String, INDArray> gradients = graph.evaluate(which.batch(3, parameters), which.settings(RATE))
                    .gradients();
            for (OptimizerSettings optimizer : OTHER_OPTIMIZERS) {
                assertSameUpdate(which, optimizer, graph, gradients);
            }
        }
    }

    /** Updates agree as far as gradients do: Adam's first step is {@code g/(|g| + ε)}, whose slope is {@code ε/(|g| + ε)²}. */
    private static void assertSameUpdate(
            AgreementCase which, OptimizerSettings optimizer, GraphReference graph, Map<String, INDArray> gradients) {
        Map<String, INDArray> parameters = which.parameters();
        Batch batch = which.batch(3, parameters);
        try (GraphReference.Steps steps = graph.start(optimizer);
                SparseEngine fused = fused(which, optimizer, parameters)) {
            StepResult expected = steps.step(batch, which.settings(RATE));
            StepResult actual = fused.step(batch, which.settings(RATE));
            assertSameResult(actual, expected, TOLERANCE);
            Map<String, INDArray> after = fused.parameters();
            double clipping = Math.min(1, optimizer.clipNorm() / expected.gradientNorm());
            steps.parameters().forEach((name, value) -> {
                boolean rowsMatter = optimizer.unitNormDecoder() && name.equals(Weights.W_DEC);
                INDArray gradient =
                        rowsMatter ? projected(gradients.get(name), parameters.get(name)) : gradients.get(name);
                assertSameWhereSignificant(
                        name + " after a step of " + optimizer,
                        after.get(name),
                        value,
                        gradient,
                        clipping,
                        optimizer.algorithm() == OptimizerSettings.Algorithm.ADAM ? optimizer.epsilon() : 0,
                        rowsMatter);
            });
        }
    }

    private static INDArray projected(INDArray gradient, INDArray decoder) {
        return gradient.sub(decoder.mul(gradient.mul(decoder).sum(true, 1)));
    }

    /**
     * @param gradient unclipped
     * @param wholeRows whether an entry is compared only where its whole row is significant, or gets no gradient at all
     */
    private static void assertSameWhereSignificant(
            String what,
            INDArray actual,
            INDArray expected,
            INDArray gradient,
            double clipping,
            double epsilon,
            boolean wholeRows) {
        double[] a = flat(actual);
        double[] e = flat(expected);
        double[] g = flat(gradient.mul(clipping));
        int width = wholeRows ? (int) gradient.size(1) : 1;
        double largest = clipping * gradient.amaxNumber().doubleValue();
        for (int from = 0; from < g.length; from += width) {
            boolean significant = true;
            for (int i = from; i < from + width; i++) {
                significant &= Math.abs(g[i]) > SIGNIFICANT * largest || g[i] == 0;
            }
            for (int i = from; significant && i < from + width; i++) {
                double slope = epsilon == 0 ? 0 : epsilon / Math.pow(Math.abs(g[i]) + epsilon, 2);
                if (!(Math.abs(a[i] - e[i]) <= TOLERANCE * RATE * (1 + largest * slope))) {
                    fail("%s[%d]: got %s, expected %s, gradient %s", what, i, a[i], e[i], g[i]);
                }
            }
        }
    }

    private static double[] flat(INDArray array) {
        return array.dup('c').reshape(array.length()).toDoubleVector();
    }

    /** Some steps of a usual run, in which moments count and the widening of choices shrinks. */
    private static void assertSameRun(AgreementCase which, GraphReference graph) {
        Map<String, INDArray> parameters = which.parameters();
        OptimizerSettings optimizer = new OptimizerSettings(0.9, 0.999, 1e-8, CLIP, true);
        try (GraphReference.Steps steps = graph.start(optimizer);
                SparseEngine fused = fused(which, optimizer, parameters)) {
            for (int step = 0; step < 3; step++) {
                Batch batch = which.batch(3 + step, parameters);
                StepSettings usual = which.settings(1e-3);
                StepSettings settings =
                        new StepSettings(1e-3, usual.coefficients(), 2 - 0.4 * step, usual.dead(), usual.termValues());
                assertSameResult(
                        fused.step(batch, settings), steps.step(batch, settings), step == 0 ? TOLERANCE : DRIFTED);
            }
        }
    }

    private static SparseEngine fused(
            AgreementCase which, OptimizerSettings optimizer, Map<String, INDArray> parameters) {
        return new SparseEngine(
                which.spec(), optimizer, parameters, which.shape().rows(), SparseOptions.DEFAULT);
    }

    /** The terms that reported anything. */
    private static Set<String> reporting(StepResult result) {
        return result.reported().entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static void assertSameResult(StepResult actual, StepResult expected, double tolerance) {
        assertThat(actual.firings()).isEqualTo(expected.firings());
        assertClose("l0", actual.l0(), expected.l0(), 0);
        assertClose("loss", actual.loss(), expected.loss(), tolerance);
        assertClose("mse", actual.mse(), expected.mse(), tolerance);
        assertClose("gradient norm", actual.gradientNorm(), expected.gradientNorm(), tolerance);
        Map<String, Double> others = new HashMap<>(actual.terms());
        expected.terms()
                .forEach((name, value) -> assertThat(others.remove(name))
                        .as(name)
                        .isCloseTo(value, Offset.offset(tolerance * Math.max(1, Math.abs(value)))));
        assertThat(others).isEmpty();
        assertThat(actual.reported().keySet()).isEqualTo(reporting(expected));
        for (String term : reporting(expected)) {
            assertThat(actual.reported().get(term).keySet())
                    .isEqualTo(expected.reported().get(term).keySet());
            expected.reported()
                    .get(term)
                    .forEach((name, value) ->
                            assertClose(name, actual.reported().get(term).get(name), value, tolerance));
        }
        if (Double.isFinite(expected.smallestCode())) {
            assertClose("smallest code", actual.smallestCode(), expected.smallestCode(), tolerance);
        } else {
            assertThat(Double.compare(actual.smallestCode(), expected.smallestCode()))
                    .isZero();
        }
    }
}
