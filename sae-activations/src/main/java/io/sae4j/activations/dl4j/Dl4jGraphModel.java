package io.sae4j.activations.dl4j;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.activations.model.Edit;
import io.sae4j.activations.model.HookPoint;
import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.model.HookedModel;
import io.sae4j.activations.nd.Detached;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@code ComputationGraph} with any number of inputs and outputs; a hook point is a vertex, by name. For one input and one
 * output {@link Dl4jModel} is handier; what it says of rows, arrays and masks holds here too.
 */
public final class Dl4jGraphModel implements HookedModel<INDArray[], INDArray[]> {
    private final GraphRunner runner;

    Dl4jGraphModel(LayerGraph graph) {
        this.runner = new GraphRunner(graph);
    }

    /**
     * Wraps a graph, which stays the caller's.
     *
     * @param inputTypes what its inputs look like, in their order
     * @throws IllegalArgumentException when there are not as many as the graph has inputs
     */
    public static Dl4jGraphModel of(ComputationGraph graph, InputType... inputTypes) {
        checkArgument(
                inputTypes.length == graph.getNumInputArrays(),
                "the graph has %s inputs, got %s input types",
                graph.getNumInputArrays(),
                inputTypes.length);
        return new Dl4jGraphModel(new Vertices(graph, inputTypes));
    }

    @Override
    public List<HookPoint> hookPoints() {
        return runner.hooks();
    }

    @Override
    public Map<String, HookRows> activations(INDArray[] inputs, Collection<String> hooks) {
        List<HookPoint> wanted = hooks.stream().map(this::hookPoint).toList();
        int[] targets =
                wanted.stream().mapToInt(hook -> runner.node(hook).number()).toArray();
        return Detached.during(() -> runner.rows(runner.run(inputs, targets, null, null), wanted));
    }

    /** All outputs of the unchanged graph, fresh and the caller's. */
    @Override
    public INDArray[] run(INDArray[] inputs) {
        return Detached.during(() -> runner.outputs(runner.run(inputs, runner.outputNumbers(), null, null)));
    }

    @Override
    public INDArray[] run(INDArray[] inputs, String hook, Edit edit) {
        LayerGraph.Node node = runner.node(hookPoint(hook));
        return Detached.during(() -> runner.outputs(runner.run(inputs, runner.outputNumbers(), node, edit)));
    }

    /** Runs the unchanged network and keeps what it computed, so that edits cost only what comes after them. */
    public Dl4jRun start(INDArray... inputs) {
        return new Dl4jRun(this, runner, inputs);
    }

    /** Does nothing: the graph is the caller's. */
    @Override
    public void close() {}
}
