package io.sae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.Encoders;
import io.sae4j.Recipe;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.StepResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class ThresholdAverageTest {
    private static final double EXACT = 1e-12;
    private static final KAnnealing ANNEALED = new KAnnealing(4, 0.8);

    @Test
    void aConstantIsItsOwnAverageFromTheFirstStep() {
        ThresholdAverage average = during(KAnnealing.NONE, OptionalLong.of(6000));
        assertThat(average.value()).isZero();
        for (int step = 0; step < 3; step++) {
            average.observe(smallest(0.7));
            assertThat(average.value()).isCloseTo(0.7, within(EXACT));
        }
    }

    @Test
    void recentStepsWeighMore() {
        ThresholdAverage average = during(KAnnealing.NONE, OptionalLong.empty());
        average.observe(smallest(1));
        average.observe(smallest(2));
        average.observe(smallest(4));
        double expected = (0.99 * 0.99 * 1 + 0.99 * 2 + 4) / (0.99 * 0.99 + 0.99 + 1);
        assertThat(average.value()).isCloseTo(expected, within(EXACT));
    }

    @Test
    void stepsWithoutACodeChangeNothing() {
        ThresholdAverage average = during(KAnnealing.NONE, OptionalLong.of(6000));
        average.observe(smallest(Double.POSITIVE_INFINITY));
        assertThat(average.value()).isZero();
        average.observe(smallest(0.3));
        average.observe(smallest(Double.POSITIVE_INFINITY));
        assertThat(average.value()).isCloseTo(0.3, within(EXACT));
    }

    @Test
    void stepsWithAWidenedKHardlyCountAtTheEnd() {
        for (int steps : new int[] {1, 2, 10, 50, 500, 6000}) {
            ThresholdAverage average = during(ANNEALED, OptionalLong.of(steps));
            for (int step = 0; step < steps; step++) {
                average.observe(smallest(ANNEALED.factor(step, OptionalLong.of(steps)) == 1 ? 1 : 0));
            }
            assertThat(average.value()).isEqualTo(steps < 5 ? 0 : 1, within(0.01));
        }
    }

    @Test
    void annealingToTheEndLeavesTheLastStep() {
        ThresholdAverage average = during(new KAnnealing(4, 1), OptionalLong.of(6000));
        average.observe(smallest(0.2));
        average.observe(smallest(0.9));
        assertThat(average.value()).isEqualTo(0.9);
    }

    @Test
    void onlyEncodersThatLearnItGetIt() {
        Map<String, INDArray> with =
                ThresholdAverage.untrained(Encoders.batchTopK(2)).addTo(Map.of(), 3);
        assertThat(with.get("threshold").toFloatVector()).containsExactly(0, 0, 0);

        ThresholdAverage topK = during(Encoders.topK(2), KAnnealing.NONE, OptionalLong.of(10));
        topK.observe(smallest(Double.NaN));
        assertThat(topK.addTo(Map.of(), 3)).isEmpty();
    }

    @Test
    void anEngineMustReportTheSmallestCode() {
        ThresholdAverage average = during(KAnnealing.NONE, OptionalLong.of(10));
        assertThatThrownBy(() -> average.observe(smallest(Double.NaN)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the engine does not report the smallest code, which the encoder needs");
    }

    private static ThresholdAverage during(KAnnealing annealing, OptionalLong steps) {
        return during(Encoders.batchTopK(2), annealing, steps);
    }

    private static ThresholdAverage during(Encoder encoder, KAnnealing annealing, OptionalLong steps) {
        TrainingConfig config = new TrainingConfig(
                8,
                encoder,
                List.of(),
                new RunLength(RunLength.Unit.STEPS, 1),
                4,
                1,
                1e-3,
                Recipe.SCHEDULE,
                annealing,
                Recipe.OPTIMIZER,
                Normalization.NONE,
                DecoderBiasInit.ZERO,
                Start.DEFAULT,
                OptionalLong.empty(),
                Optional.empty(),
                true,
                false,
                List.of(),
                0);
        return ThresholdAverage.during(config, steps);
    }

    private static StepResult smallest(double code) {
        return new StepResult(1, 1, Map.of(), 1, new float[8], 1, code, Map.of());
    }
}
