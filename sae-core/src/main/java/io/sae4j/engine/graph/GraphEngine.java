package io.sae4j.engine.graph;

import com.google.common.collect.ImmutableMap;
import io.sae4j.data.Batch;
import io.sae4j.encoder.EncoderParameter;
import io.sae4j.engine.FeatureRestart;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.TrainingEngine;
import io.sae4j.model.Weights;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains by automatic differentiation of the SameDiff graph, on any ND4J backend. */
public final class GraphEngine implements TrainingEngine {
    private final ObjectiveSpec spec;
    private final Map<String, INDArray> parameters;
    private final GraphObjective objective;
    private final ParameterUpdate update;

    /**
     * @param initial starting values by name, with the shapes the objective declares; copied
     * @param ownTargets whether batches bring targets of their own
     * @param batchSize rows of every batch
     * @param microRows rows per run of the graph, or 0 for the default; see {@link GraphMemory#microRows}
     * @throws IllegalStateException when the off-heap limits are too small, naming the flags to set
     */
    public GraphEngine(
            ObjectiveSpec spec,
            OptimizerSettings optimizer,
            Map<String, INDArray> initial,
            boolean ownTargets,
            int batchSize,
            int microRows) {
        this.spec = spec;
        int rowsPerRun = microRows > 0 ? microRows : GraphMemory.microRows(spec);
        GraphMemory.require(spec, ownTargets, batchSize, rowsPerRun);
        Map<String, INDArray> copies = new LinkedHashMap<>();
        ObjectiveGraph.shapes(spec).forEach((name, shape) -> {
            INDArray value = initial.get(name);
            if (value == null) {
                throw new IllegalArgumentException("no initial value for the parameter '" + name + "'");
            }
            copies.put(name, value.castTo(DataType.FLOAT).reshape(shape).dup('c'));
        });
        parameters = ImmutableMap.copyOf(copies);
        objective = new GraphObjective(spec, parameters, ownTargets, rowsPerRun, DataType.FLOAT);
        update = new ParameterUpdate(optimizer, parameters);
    }

    @Override
    public StepResult step(Batch batch, StepSettings settings) {
        GraphObjective.Value value = objective.evaluate(batch, settings);
        double norm = update.apply(value.gradients(), settings.learningRate());
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
    public void restart(FeatureRestart restart) {
        int[] features = restart.features();
        FeatureSlices.setColumns(parameter(Weights.W_ENC), features, restart.encoder());
        FeatureSlices.setRows(parameter(Weights.W_DEC), features, restart.decoder());
        FeatureSlices.fillRows(parameter(Weights.B_ENC), features, 0);
        Set<String> restarted = new LinkedHashSet<>(List.of(Weights.W_DEC, Weights.B_ENC));
        for (EncoderParameter own : spec.encoder().parameters(spec.dSae())) {
            if (own.shape()[0] == spec.dSae()) {
                FeatureSlices.fillRows(parameter(own.name()), features, own.initialValue());
                restarted.add(own.name());
            }
        }
        update.forget(features, restarted);
    }

    private INDArray parameter(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    @Override
    public Map<String, INDArray> parameters() {
        Map<String, INDArray> copies = new LinkedHashMap<>();
        parameters.forEach((name, value) -> copies.put(name, value.dup('c')));
        return copies;
    }

    @Override
    public String name() {
        return "graph";
    }

    @Override
    public void close() {
        objective.close();
        update.close();
        parameters.values().forEach(INDArray::close);
    }
}
