package io.sae4j.engine.sparse;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.data.Batch;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.graph.GraphReference;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Losses of both engines after many steps, by when their choices differ here and there. */
class LongRunAgreementTest {
    private static final int STEPS = 200;
    private static final int BATCHES = 10;
    private static final int LAST = 10;
    private static final double TOLERANCE = 0.01;
    private static final double RATE = 3e-3;

    static Stream<AgreementCase> cases() {
        return AgreementCases.eachEncoder(new AgreementCase.Shape(8, 8, 40, 64));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lossesAgree(AgreementCase which) {
        Map<String, INDArray> parameters = which.parameters();
        Batch[] batches = new Batch[BATCHES];
        for (int b = 0; b < BATCHES; b++) {
            batches[b] = which.batch(b, parameters);
        }
        OptimizerSettings optimizer = new OptimizerSettings(0.9, 0.999, 1e-8, 1, true);
        try (GraphReference graph = new GraphReference(
                        which.spec(), parameters, which.shape().ownTargets());
                GraphReference.Steps steps = graph.start(optimizer);
                SparseEngine fused = new SparseEngine(
                        which.spec(), optimizer, parameters, which.shape().rows(), SparseOptions.DEFAULT)) {
            double expected = 0;
            double actual = 0;
            double first = 0;
            for (int step = 0; step < STEPS; step++) {
                Batch batch = batches[step % BATCHES];
                double graphLoss = steps.step(batch, which.settings(RATE)).loss();
                double fusedLoss = fused.step(batch, which.settings(RATE)).loss();
                first += step < LAST ? graphLoss : 0;
                if (step >= STEPS - LAST) {
                    expected += graphLoss;
                    actual += fusedLoss;
                }
            }
            assertClose("loss", actual, expected, TOLERANCE);
            assertThat(actual).as("loss, which the run has lowered").isLessThan(0.9 * first);
        }
    }
}
