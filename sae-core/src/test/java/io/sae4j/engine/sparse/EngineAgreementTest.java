package io.sae4j.engine.sparse;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.data.Batch;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.JumpReluEncoder;
import io.sae4j.encoder.JumpReluEncoder.ThresholdForm;
import io.sae4j.encoder.ReluEncoder;
import io.sae4j.encoder.TopKEncoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.TrainingEngine;
import io.sae4j.engine.graph.GraphEngine;
import io.sae4j.engine.graph.TestParameters;
import io.sae4j.loss.AuxK;
import io.sae4j.loss.L0Step;
import io.sae4j.loss.L0Tanh;
import io.sae4j.loss.L1;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.PreActivation;
import io.sae4j.testing.Batches;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The fused engine against the graph engine, which defines what is right: losses, gradients, parameters after steps. */
class EngineAgreementTest {
    private static final double TOLERANCE = 1e-5;
    /** Parameters that differ by rounding after Adam's first steps give losses that differ a little more. */
    private static final double DRIFTED = 1e-4;
    /** With this ε and rate, and no memory, Adam subtracts the gradient itself: {@code rate·g/(|g| + ε)} with rate = ε. */
    private static final double PLAIN = 1e8;

    private static final OptimizerSettings SUBTRACT =
            new OptimizerSettings(0, 0, PLAIN, Double.POSITIVE_INFINITY, false);

    record Shape(int dIn, int dOut, int dSae, int rows) {}

    static Stream<Arguments> objectives() {
        Encoder topK = new TopKEncoder(3, false);
        Encoder rescaled = new TopKEncoder(3, true);
        Encoder relu = new ReluEncoder();
        Encoder raw = new JumpReluEncoder(ThresholdForm.RAW, 0.5, 0.4);
        Encoder log = new JumpReluEncoder(ThresholdForm.LOG, 0.5, 0.05);
        Encoder wide = new JumpReluEncoder(ThresholdForm.RAW, 0.5, 3);
        LossTerm auxK = new AuxK(AuxK.Form.NORMALISED);
        LossTerm biasedAuxK = new AuxK(AuxK.Form.SAELENS_6_18);
        Stream<Arguments> all = Stream.of();
        for (Shape shape : List.of(
                new Shape(8, 8, 24, 16),
                new Shape(7, 7, 21, 1),
                new Shape(13, 13, 67, 37),
                new Shape(5, 5, 3, 50),
                new Shape(12, 12, 200, 300))) {
            all = Stream.concat(
                    all,
                    Stream.of(
                            Arguments.of(topK, List.of(), shape),
                            Arguments.of(topK, List.of(auxK), shape),
                            Arguments.of(topK, List.of(biasedAuxK), shape),
                            Arguments.of(rescaled, List.of(biasedAuxK), shape),
                            Arguments.of(rescaled, List.of(new L1(true), auxK), shape),
                            Arguments.of(relu, List.of(new L1(false)), shape),
                            Arguments.of(relu, List.of(new L1(true), auxK), shape),
                            Arguments.of(relu, List.of(new L0Tanh(4)), shape),
                            Arguments.of(raw, List.of(new L0Step(), auxK), shape),
                            Arguments.of(log, List.of(new L0Step(), new PreActivation(false)), shape),
                            Arguments.of(wide, List.of(new L0Tanh(2), new PreActivation(true)), shape),
                            Arguments.of(raw, List.of(new L1(true), new PreActivation(false)), shape)));
        }
        return all.filter(arguments -> !isVarianceOfOneRow(arguments.get()));
    }

    /** The residuals of one row have no variance by which the normalised AuxK could divide. */
    private static boolean isVarianceOfOneRow(Object[] arguments) {
        return ((Shape) arguments[2]).rows() == 1 && ((List<?>) arguments[1]).contains(new AuxK(AuxK.Form.NORMALISED));
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void lossesAndGradientsAgree(Encoder encoder, List<LossTerm> terms, Shape shape) {
        Fixture fixture = new Fixture(encoder, terms, shape);
        try (TrainingEngine graph = fixture.graph(SUBTRACT);
                TrainingEngine sparse = fixture.sparse(SUBTRACT, 2)) {
            Batch batch = Batches.gaussian(3, shape.rows(), shape.dIn());
            StepSettings settings = fixture.settings(PLAIN, 1);
            StepResult expected = graph.step(batch, settings);
            StepResult actual = sparse.step(batch, settings);
            assertSameResult(actual, expected, TOLERANCE);
            Map<String, INDArray> before = fixture.parameters;
            Map<String, INDArray> expectedAfter = graph.parameters();
            sparse.parameters()
                    .forEach((name, value) -> assertClose(
                            "gradient of " + name,
                            before.get(name).sub(value),
                            before.get(name).sub(expectedAfter.get(name)),
                            2 * TOLERANCE));
        }
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void stepsAgree(Encoder encoder, List<LossTerm> terms, Shape shape) {
        Fixture fixture = new Fixture(encoder, terms, shape);
        double rate = 1e-3;
        OptimizerSettings clipped = new OptimizerSettings(0.9, 0.999, 1e-8, 0.3, true);
        try (TrainingEngine graph = fixture.graph(clipped);
                TrainingEngine sparse = fixture.sparse(clipped, 2)) {
            for (int step = 0; step < 4; step++) {
                Batch batch = Batches.gaussian(3 + step, shape.rows(), shape.dIn());
                assertSameResult(
                        sparse.step(batch, fixture.settings(rate, 2 - 0.25 * step)),
                        graph.step(batch, fixture.settings(rate, 2 - 0.25 * step)),
                        step == 0 ? TOLERANCE : DRIFTED);
            }
        }
    }

    private static void assertSameResult(StepResult actual, StepResult expected, double tolerance) {
        assertClose("loss", actual.loss(), expected.loss(), tolerance);
        assertClose("mse", actual.mse(), expected.mse(), tolerance);
        assertClose("gradient norm", actual.gradientNorm(), expected.gradientNorm(), tolerance);
        assertThat(actual.terms().keySet()).isEqualTo(expected.terms().keySet());
        expected.terms()
                .forEach((name, value) -> assertThat(actual.terms().get(name))
                        .as(name)
                        .isCloseTo(
                                value, org.assertj.core.data.Offset.offset(tolerance * Math.max(1, Math.abs(value)))));
        assertThat(actual.firings()).isEqualTo(expected.firings());
        assertClose("l0", actual.l0(), expected.l0(), tolerance);
    }

    private static final class Fixture {
        final Shape shape;
        final ObjectiveSpec spec;
        final List<Loss> losses;
        final Map<String, INDArray> parameters;

        Fixture(Encoder encoder, List<LossTerm> terms, Shape shape) {
            this.shape = shape;
            losses = terms.stream().map(term -> Loss.of(term, 0.3)).toList();
            spec = new ObjectiveSpec(
                    shape.dIn(), shape.dOut(), shape.dSae(), encoder, losses, shape.dIn() == shape.dOut());
            parameters = TestParameters.random(spec, 5, DataType.FLOAT);
        }

        TrainingEngine graph(OptimizerSettings optimizer) {
            return new GraphEngine(spec, optimizer, parameters, false, shape.rows(), 0);
        }

        TrainingEngine sparse(OptimizerSettings optimizer, int threads) {
            return new SparseEngine(
                    spec, optimizer, parameters, shape.rows(), new SparseOptions(threads, SparseOptions.Mode.OFF));
        }

        StepSettings settings(double rate, double widening) {
            boolean[] dead = new boolean[shape.dSae()];
            for (int j = 0; j < dead.length; j += 3) {
                dead[j] = true;
            }
            Map<String, Double> coefficients = new HashMap<>();
            losses.forEach(loss -> coefficients.put(loss.name(), loss.coefficient()));
            return new StepSettings(rate, coefficients, widening, dead);
        }
    }
}
