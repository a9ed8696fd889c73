package io.sae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.Encoders;
import io.sae4j.SparseAutoencoder;
import io.sae4j.engine.StepSettings;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossGraph;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.Splitting;
import io.sae4j.loss.StepSchedule;
import io.sae4j.model.LossSpec;
import io.sae4j.testing.Batches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/** A loss of the user's own with numbers that change from step to step, and that depend on what the last step found. */
class StepValuesTest {
    private static final int WIDTH = 6;
    private static final int ROWS = 160;
    private static final int BATCH = 16;

    /** {@code ramp·E Σ_j a_j}; ramp rises over the run, and is told the mean by the graph. */
    private static final class Ramped implements LossTerm {
        final List<Double> ramps = new ArrayList<>();
        final List<Double> means = new ArrayList<>();

        @Override
        public LossSpec spec() {
            return LossSpec.of("ramped");
        }

        @Override
        public StepSchedule schedule(OptionalLong totalSteps) {
            return new StepSchedule() {
                @Override
                public Map<String, Double> at(long step) {
                    return Map.of("ramp", (double) step / totalSteps.orElse(1));
                }

                @Override
                public void observe(Map<String, Double> reported) {
                    ramps.add(reported.get("ramp"));
                    means.add(reported.get("mean"));
                }
            };
        }

        @Override
        public SDVariable build(LossGraph graph) {
            SDVariable mean =
                    graph.report("mean", graph.meanOverRows(graph.codes().activations()));
            graph.report(
                    "ramp",
                    graph.meanOverRows(graph.codes().activations().mul(0.0)).add(graph.stepValue("ramp")));
            return mean.mul(graph.stepValue("ramp"));
        }

        @Override
        public Splitting splitting() {
            return Splitting.THROUGH_BATCH_SUMS;
        }
    }

    @Test
    void theGraphReadsAndReportsThem() {
        for (int microBatch : new int[] {BATCH, 5}) {
            Ramped term = new Ramped();
            List<Double> values = new ArrayList<>();
            SparseAutoencoder.builder()
                    .hiddenDim(12)
                    .encoder(Encoders.relu())
                    .loss(Loss.of(term, 0.1))
                    .epochs(1)
                    .batchSize(BATCH)
                    .microBatchSize(microBatch)
                    .listener(progress -> values.add(progress.terms().get("ramped")))
                    .fit(Nd4j.createFromArray(Batches.gaussian(3, ROWS * WIDTH)).reshape(ROWS, WIDTH));
            assertThat(term.ramps).hasSize(10);
            for (int step = 0; step < 10; step++) {
                assertThat(term.ramps.get(step)).isCloseTo(step / 10.0, within(1e-6));
                assertThat(values.get(step)).isCloseTo(step / 10.0 * term.means.get(step), within(1e-6));
                assertThat(term.means.get(step)).isPositive();
            }
        }
    }

    @Test
    void aNumberThatIsNotGivenIsNamed() {
        StepSettings settings =
                new StepSettings(1, Map.of(), 1, new boolean[1], Map.of("ramped", Map.of("slope", 2.0)));
        assertThat(settings.termValue("ramped", "slope")).isEqualTo(2);
        assertThatThrownBy(() -> settings.termValue("ramped", "ramp"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("loss 'ramped' reads the step value 'ramp', but its schedule gives [slope]");
        assertThatThrownBy(() -> settings.termValue("other", "ramp"))
                .hasMessage("loss 'other' reads the step value 'ramp', but its schedule gives []");
    }
}
