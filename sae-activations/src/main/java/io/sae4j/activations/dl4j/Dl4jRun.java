package io.sae4j.activations.dl4j;

import static com.google.common.base.Preconditions.checkState;

import io.sae4j.activations.model.Edit;
import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.nd.Detached;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A finished run of an unchanged network that holds the output of every layer which the network's outputs need. Any number
 * of edits can be tried on it; each computes only what depends on the edited layer. The network's weights and the inputs
 * must not change meanwhile. For one thread, the one that uses the network.
 */
public final class Dl4jRun {
    private final Dl4jGraphModel model;
    private final GraphRunner runner;
    private final INDArray[] inputs;
    private final @Nullable INDArray[] values;

    Dl4jRun(Dl4jGraphModel model, GraphRunner runner, INDArray[] inputs) {
        this.model = model;
        this.runner = runner;
        this.inputs = inputs.clone();
        this.values = Detached.during(() -> runner.run(inputs, runner.outputNumbers(), null, null));
    }

    /** Rows of the run at several hooks, fresh, by name, in the order of {@code hooks}. */
    public Map<String, HookRows> activations(Collection<String> hooks) {
        return Detached.during(
                () -> runner.rows(values, hooks.stream().map(model::hookPoint).toList()));
    }

    /** The outputs of the run; fresh. */
    public INDArray[] outputs() {
        return Detached.during(() -> runner.outputs(values));
    }

    /** The outputs when the rows of {@code hook} are edited; fresh. */
    public INDArray[] outputs(String hook, Edit edit) {
        LayerGraph.Node node = runner.node(model.hookPoint(hook));
        return Detached.during(() -> runner.outputs(runner.rerun(inputs, values, node, edit)));
    }

    /** The one output of the run; fresh. */
    public INDArray output() {
        return only(outputs());
    }

    /** The one output when the rows of {@code hook} are edited; fresh. */
    public INDArray output(String hook, Edit edit) {
        return only(outputs(hook, edit));
    }

    private static INDArray only(INDArray[] outputs) {
        checkState(outputs.length == 1, "the network has %s outputs; use outputs", outputs.length);
        return outputs[0];
    }
}
