package io.sae4j.engine.sparse;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.data.Batch;
import io.sae4j.encoder.EncoderParameter;
import io.sae4j.engine.FeatureRestart;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.TrainingEngine;
import io.sae4j.engine.graph.GraphEngine;
import io.sae4j.model.Weights;
import io.sae4j.testing.Batches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Features that start again do so in both engines alike. */
class FeatureRestartTest {
    private static final int[] FEATURES = {0, 3, 17, 64, 129};
    private static final int STEPS_BEFORE = 3;
    private static final int STEPS_AFTER = 20;
    private static final double RATE = 1e-3;
    private static final double TOLERANCE = 1e-4;
    private static final AgreementCase.Shape SHAPE = new AgreementCase.Shape(12, 12, 130, 40);
    private static final AgreementCase.Shape TRANSCODER = new AgreementCase.Shape(10, 7, 130, 30);

    static Stream<AgreementCase> cases() {
        return Stream.concat(
                AgreementCases.eachEncoder(SHAPE),
                AgreementCases.eachEncoder(TRANSCODER).limit(2));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void enginesAgreeAfterwards(AgreementCase which) {
        Map<String, INDArray> parameters = which.parameters();
        try (TrainingEngine graph = graph(which, parameters);
                TrainingEngine fused = fused(which, parameters)) {
            for (int step = 0; step < STEPS_BEFORE + STEPS_AFTER; step++) {
                if (step == STEPS_BEFORE) {
                    graph.restart(restart(which.shape(), 0.3f));
                    fused.restart(restart(which.shape(), 0.3f));
                    assertRestarted(which, graph.parameters());
                    assertRestarted(which, fused.parameters());
                }
                Batch batch = which.batch(3 + step, parameters);
                StepResult expected = graph.step(batch, which.settings(RATE));
                StepResult actual = fused.step(batch, which.settings(RATE));
                assertClose("loss of step " + step, actual.loss(), expected.loss(), TOLERANCE);
            }
        }
    }

    private static void assertRestarted(AgreementCase which, Map<String, INDArray> parameters) {
        FeatureRestart restart = restart(which.shape(), 0.3f);
        for (int i = 0; i < FEATURES.length; i++) {
            assertThat(parameters.get(Weights.W_ENC).getColumn(FEATURES[i]).toFloatVector())
                    .containsExactly(restart.encoder()[i]);
            assertThat(parameters.get(Weights.W_DEC).getRow(FEATURES[i]).toFloatVector())
                    .containsExactly(restart.decoder()[i]);
            assertThat(parameters.get(Weights.B_ENC).getFloat(FEATURES[i])).isZero();
            for (EncoderParameter own : which.encoder().parameters(which.shape().dSae())) {
                assertThat(parameters.get(own.name()).getFloat(FEATURES[i])).isEqualTo((float) own.initialValue());
            }
        }
    }

    static Stream<AgreementCase> withoutTerms() {
        return Stream.of(
                        AgreementCases.TOP_K, AgreementCases.RELU, AgreementCases.RAW_NARROW, AgreementCases.LOG_NARROW)
                .map(encoder -> new AgreementCase(
                        encoder, List.of(), SHAPE, AgreementCase.Kind.GAUSSIAN, AgreementCase.Setting.USUAL));
    }

    /** A feature with an encoder of zeros does not fire and gets no gradient, so that nothing but old moments could move it. */
    @ParameterizedTest
    @MethodSource("withoutTerms")
    void momentsAreForgotten(AgreementCase which) {
        Map<String, INDArray> parameters = which.parameters();
        for (boolean sparse : new boolean[] {true, false}) {
            try (TrainingEngine engine = sparse ? fused(which, parameters) : graph(which, parameters)) {
                steps(engine, which, parameters, 0, STEPS_BEFORE);
                INDArray before = engine.parameters().get(Weights.W_ENC);
                steps(engine, which, parameters, STEPS_BEFORE, 1);
                FeatureRestart restart = restart(which.shape(), 0);
                engine.restart(restart);
                INDArray others = engine.parameters().get(Weights.W_ENC);
                steps(engine, which, parameters, STEPS_BEFORE + 1, 2);
                Map<String, INDArray> after = engine.parameters();
                for (int i = 0; i < FEATURES.length; i++) {
                    int j = FEATURES[i];
                    assertThat(before.getColumn(j).norm2Number().doubleValue()).isPositive();
                    assertThat(after.get(Weights.W_ENC)
                                    .getColumn(j)
                                    .norm2Number()
                                    .doubleValue())
                            .isZero();
                    assertThat(after.get(Weights.B_ENC).getFloat(j)).isZero();
                    assertClose(
                            engine.name() + ": decoder row " + j,
                            after.get(Weights.W_DEC).getRow(j),
                            Nd4j.createFromArray(restart.decoder()[i]),
                            1e-6);
                }
                assertThat(after.get(Weights.W_ENC).getColumn(5)).isNotEqualTo(others.getColumn(5));
            }
        }
    }

    @Test
    void featuresThatDoNotAscendAreRefused() {
        assertThatThrownBy(() -> new FeatureRestart(new int[] {2, 2}, new float[2][1], new float[2][1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("features must ascend, got 2 before 2");
        assertThatThrownBy(() -> new FeatureRestart(new int[] {2}, new float[2][1], new float[1][1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("features, encoder and decoder must be as many, got 1, 2 and 1");
    }

    private static void steps(
            TrainingEngine engine, AgreementCase which, Map<String, INDArray> parameters, int from, int count) {
        StepSettings settings = which.settings(RATE);
        for (int step = from; step < from + count; step++) {
            engine.step(which.batch(3 + step, parameters), settings);
        }
    }

    /** Unit decoder rows, and encoder columns of the same entries times {@code scale}. */
    private static FeatureRestart restart(AgreementCase.Shape shape, float scale) {
        List<float[]> encoder = new ArrayList<>();
        List<float[]> decoder = new ArrayList<>();
        for (int feature : FEATURES) {
            float[] column = Batches.gaussian(feature + 900, shape.dIn());
            for (int c = 0; c < column.length; c++) {
                column[c] *= scale;
            }
            encoder.add(column);
            float[] row = Batches.gaussian(feature + 1900, shape.dOut());
            RowMath.scale((float) (1 / RowMath.norm(row)), row);
            decoder.add(row);
        }
        return new FeatureRestart(FEATURES, encoder.toArray(float[][]::new), decoder.toArray(float[][]::new));
    }

    private static OptimizerSettings optimizer() {
        return new OptimizerSettings(0.9, 0.999, 1e-8, 1, true);
    }

    private static TrainingEngine graph(AgreementCase which, Map<String, INDArray> parameters) {
        return new GraphEngine(
                which.spec(),
                optimizer(),
                parameters,
                which.shape().ownTargets(),
                which.shape().rows(),
                0);
    }

    private static TrainingEngine fused(AgreementCase which, Map<String, INDArray> parameters) {
        return new SparseEngine(
                which.spec(), optimizer(), parameters, which.shape().rows(), SparseOptions.DEFAULT);
    }
}
