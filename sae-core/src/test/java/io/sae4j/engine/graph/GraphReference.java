package io.sae4j.engine.graph;

import io.sae4j.data.Batch;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The graph engine in its parts, the objective and the update, so that tests can ask for gradients and can try several
 * optimizers without compiling the graph again.
 */
public final class GraphReference implements AutoCloseable {
    /** Losses and gradients; {@code loss.gradientNorm()} is that of the gradients as they are, without projection. */
    public record Evaluated(StepResult loss, Map<String, INDArray> gradients) {}

    private final Map<String, INDArray> initial;
    private final Map<String, INDArray> parameters = new LinkedHashMap<>();
    private final GraphObjective objective;

    /** @param initial copied */
    public GraphReference(ObjectiveSpec spec, Map<String, INDArray> initial, boolean ownTargets) {
        this.initial = initial;
        initial.forEach((name, value) -> parameters.put(name, value.dup('c')));
        objective = new GraphObjective(spec, parameters, ownTargets, Integer.MAX_VALUE, DataType.FLOAT);
    }

    /** Losses and gradients at the present parameters, which stay. */
    public Evaluated evaluate(Batch batch, StepSettings settings) {
        GraphObjective.Value value = objective.evaluate(batch, settings);
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        double squares = 0;
        for (Map.Entry<String, INDArray> gradient : value.gradients().entrySet()) {
            gradients.put(gradient.getKey(), gradient.getValue().dup('c'));
            squares += Math.pow(gradient.getValue().norm2Number().doubleValue(), 2);
        }
        return new Evaluated(result(value, batch, Math.sqrt(squares)), gradients);
    }

    /** Back at the initial parameters, to take steps with {@code optimizer}. */
    public Steps start(OptimizerSettings optimizer) {
        initial.forEach((name, value) -> parameters.get(name).assign(value));
        return new Steps(optimizer);
    }

    /** Steps from the initial parameters; valid until the next {@link #start}. */
    public final class Steps implements AutoCloseable {
        private final ParameterUpdate update;

        private Steps(OptimizerSettings optimizer) {
            update = new ParameterUpdate(optimizer, parameters);
        }

        /** As {@link GraphEngine#step} does it. */
        public StepResult step(Batch batch, StepSettings settings) {
            GraphObjective.Value value = objective.evaluate(batch, settings);
            return result(value, batch, update.apply(value.gradients(), settings.learningRate()));
        }

        /** The parameters after the steps; shared. */
        public Map<String, INDArray> parameters() {
            return parameters;
        }

        @Override
        public void close() {
            update.close();
        }
    }

    private static StepResult result(GraphObjective.Value value, Batch batch, double norm) {
        double fired = 0;
        for (float count : value.firings()) {
            fired += count;
        }
        return new StepResult(
                value.loss(),
                value.mse(),
                value.terms(),
                fired / batch.rows(),
                value.firings(),
                norm,
                value.smallestCode(),
                value.reported());
    }

    @Override
    public void close() {
        objective.close();
    }
}
