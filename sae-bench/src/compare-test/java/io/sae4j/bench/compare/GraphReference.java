package io.sae4j.bench.compare;

import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.graph.GraphEngine;
import io.sae4j.loss.Loss;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the graph engine, which defines our steps, finds for a problem. */
public final class GraphReference {
    /** So large that Adam, without decay, subtracts the gradient itself when its rate is as large. */
    private static final double LINEAR = 1e9;

    private static final OptimizerSettings SUBTRACTS_GRADIENTS =
            new OptimizerSettings(0, 0, LINEAR, Double.POSITIVE_INFINITY, false);

    private final Problem problem;
    private final float[] decoderBias;

    /** @param decoderBias what b_dec starts from */
    public GraphReference(Problem problem, float[] decoderBias) {
        this.problem = problem;
        this.decoderBias = decoderBias.clone();
    }

    /** The loss of the first step. */
    public double loss() {
        return run(OptimizerSettings.DEFAULT, Problem.LEARNING_RATE, 1).result.loss();
    }

    /** Gradients by parameter, before projection and clipping. */
    public Map<String, float[]> gradients() {
        Run run = run(SUBTRACTS_GRADIENTS, LINEAR, 1);
        Map<String, float[]> gradients = new LinkedHashMap<>();
        run.after.forEach((name, after) -> gradients.put(name, difference(run.before.get(name), after)));
        return gradients;
    }

    /** The norm after projection and before clipping, of the step after {@code steps} of them. */
    public double gradientNormAfter(int steps) {
        return run(OptimizerSettings.DEFAULT, Problem.LEARNING_RATE, steps + 1)
                .result
                .gradientNorm();
    }

    /** Parameters after some whole steps. */
    public Map<String, float[]> parametersAfter(int steps) {
        return run(OptimizerSettings.DEFAULT, Problem.LEARNING_RATE, steps).after;
    }

    private record Run(StepResult result, Map<String, float[]> before, Map<String, float[]> after) {}

    private Run run(OptimizerSettings optimizer, double rate, int steps) {
        ObjectiveSpec objective = OurSteps.objective(problem);
        Map<String, INDArray> initial = OurSteps.initial(problem, objective.encoder());
        initial.put(Weights.B_DEC, HostArrays.create(decoderBias, decoderBias.length));
        Map<String, Double> coefficients =
                objective.losses().stream().collect(Collectors.toMap(Loss::name, Loss::coefficient));
        StepSettings settings = new StepSettings(rate, coefficients, 1, problem.dead());
        try (GraphEngine engine = new GraphEngine(
                objective, optimizer, initial, false, problem.workload().batch(), 0)) {
            StepResult result = null;
            for (int step = 0; step < steps; step++) {
                result = engine.step(problem.batch(), settings);
            }
            return new Run(result, floats(initial), floats(engine.parameters()));
        }
    }

    private static Map<String, float[]> floats(Map<String, INDArray> arrays) {
        Map<String, float[]> floats = new LinkedHashMap<>();
        arrays.forEach((name, array) -> floats.put(name, HostArrays.toFloats(array)));
        return floats;
    }

    private static float[] difference(float[] before, float[] after) {
        float[] difference = new float[before.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = before[i] - after[i];
        }
        return difference;
    }
}
