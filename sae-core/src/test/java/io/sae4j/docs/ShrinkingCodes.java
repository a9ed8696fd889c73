package io.sae4j.docs;

import io.sae4j.encoder.GraphOps;
import io.sae4j.loss.LossGraph;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.Splitting;
import io.sae4j.loss.StepSchedule;
import io.sae4j.model.LossSpec;
import java.util.Map;
import java.util.OptionalLong;
import org.nd4j.autodiff.samediff.SDVariable;

/** The loss term of docs/extending.md with a number that changes from step to step: {@code (E Σ_j a_j − goal)²}. */
final class ShrinkingCodes implements LossTerm {
    @Override
    public LossSpec spec() {
        return LossSpec.of("shrinking-codes");
    }

    @Override
    public StepSchedule schedule(OptionalLong totalSteps) {
        return new StepSchedule() {
            private double goal;

            @Override
            public Map<String, Double> at(long step) {
                return Map.of("goal", goal);
            }

            @Override
            public void observe(Map<String, Double> reported) {
                goal = goal == 0 ? reported.get("mean") : 0.99 * goal;
            }
        };
    }

    @Override
    public SDVariable build(LossGraph graph) {
        SDVariable mean = graph.report("mean", graph.meanOverRows(graph.codes().activations()));
        return GraphOps.square(mean.sub(graph.stepValue("goal")));
    }

    @Override
    public Splitting splitting() {
        return Splitting.THROUGH_BATCH_SUMS;
    }
}
