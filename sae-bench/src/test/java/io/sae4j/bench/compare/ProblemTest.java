package io.sae4j.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As many features fire on the first step as the problem promises, whoever computes it. */
class ProblemTest {
    private static final Workload WORKLOAD = new Workload(64, 1024, 256, 16, 1, 2);

    @ParameterizedTest
    @CsvSource({"TOPK, 16", "TOPK_AUXK, 16", "RELU, 100", "RELU_DENSE_START, 512", "JUMPRELU, 50", "JUMPRELU_WIDE, 50"})
    void firesAsPromised(Task task, double l0) {
        try (MeasuredStep step = new OurSteps().open(new Row(Family.OURS_GRAPH, task), WORKLOAD)) {
            step.run();

            assertThat(step.l0()).isCloseTo(l0, within(0.05 * l0));
            assertThat(step.library()).contains("graph engine");
        }
    }

    @Test
    void directionsHaveUnitLengthAndComeOutTheSameTwice() {
        Problem problem = Problem.of(Task.TOPK, WORKLOAD);
        float[][] first = new float[WORKLOAD.m()][];
        problem.directions((row, values) -> first[row] = values.clone());

        problem.directions((row, values) -> {
            assertThat(values).containsExactly(first[row]);
            double squares = 0;
            for (float value : values) {
                squares += (double) value * value;
            }
            assertThat(squares).isCloseTo(1, within(1e-5));
        });
    }

    @Test
    void aTenthIsDeadForAuxK() {
        boolean[] dead = Problem.of(Task.TOPK_AUXK, WORKLOAD).dead();
        int count = 0;
        for (boolean isDead : dead) {
            count += isDead ? 1 : 0;
        }
        assertThat(count).isEqualTo(103);
        assertThat(Problem.of(Task.TOPK, WORKLOAD).dead()).containsOnly(false);
    }
}
