package io.sae4j.activations.dl4j;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.activations.model.Edit;
import io.sae4j.activations.model.HookPoint;
import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.nd.ArrayRows;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes a network's nodes one by one, so that any of them can be read or edited on the way. A node is computed from copies
 * of its sources, because some layers overwrite their input at inference, and the rows of a hook must be those that the
 * layer gave. Callers see to it that no workspace is open.
 */
final class GraphRunner {
    private final LayerGraph graph;
    private final List<HookPoint> hooks;

    GraphRunner(LayerGraph graph) {
        this.graph = graph;
        this.hooks = graph.nodes().stream()
                .map(node -> new HookPoint(node.name(), node.layout().width(), HookPoint.Kind.OTHER))
                .toList();
    }

    List<HookPoint> hooks() {
        return hooks;
    }

    /** The node of a hook. */
    LayerGraph.Node node(HookPoint hook) {
        return graph.nodes().get(hooks.indexOf(hook));
    }

    /** One value for each node, of which all that {@code targets} need are there. */
    @Nullable
    INDArray[] run(INDArray[] inputs, int[] targets, LayerGraph.@Nullable Node edited, @Nullable Edit edit) {
        int[] places = graph.inputs();
        checkArgument(
                inputs.length == places.length, "the network has %s inputs, got %s", places.length, inputs.length);
        @Nullable INDArray[] values = new INDArray[graph.size()];
        for (int i = 0; i < places.length; i++) {
            values[places[i]] = inputs[i];
        }
        compute(inputs, values, neededBy(targets), edited, edit);
        return values;
    }

    /**
     * Computes anew what depends on one node.
     *
     * @param values of an unchanged run, of all that the outputs need; not changed
     */
    @Nullable
    INDArray[] rerun(INDArray[] inputs, @Nullable INDArray[] values, LayerGraph.Node edited, Edit edit) {
        @Nullable INDArray[] changed = values.clone();
        INDArray value = values[edited.number()];
        if (value == null) {
            return changed; // no output depends on it
        }
        edited.layout().check(edited.name(), value);
        changed[edited.number()] = ArrayRows.edit(value, edited.layout().axis(), edit);
        boolean[] wanted = neededBy(graph.outputs());
        boolean[] dependent = new boolean[graph.size()];
        dependent[edited.number()] = true;
        for (LayerGraph.Node node : graph.nodes()) {
            for (int source : node.sources()) {
                dependent[node.number()] |= dependent[source];
            }
        }
        dependent[edited.number()] = false;
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] &= dependent[i];
        }
        compute(inputs, changed, wanted, null, null);
        return changed;
    }

    private void compute(
            INDArray[] inputs,
            @Nullable INDArray[] values,
            boolean[] wanted,
            LayerGraph.@Nullable Node edited,
            @Nullable Edit edit) {
        try {
            graph.begin(inputs);
            for (LayerGraph.Node node : graph.nodes()) {
                if (wanted[node.number()]) {
                    INDArray value = graph.compute(node, sources(node, values));
                    if (edited != null && edit != null && edited.number() == node.number()) {
                        node.layout().check(node.name(), value);
                        value = ArrayRows.edit(value, node.layout().axis(), edit);
                    }
                    values[node.number()] = value;
                }
            }
        } finally {
            graph.end();
        }
    }

    private static INDArray[] sources(LayerGraph.Node node, @Nullable INDArray[] values) {
        INDArray[] sources = new INDArray[node.sources().length];
        for (int i = 0; i < sources.length; i++) {
            INDArray value = values[node.sources()[i]];
            if (value == null) {
                throw new IllegalStateException("'" + node.name() + "' comes before what it is computed from");
            }
            sources[i] = value.dup(value.ordering());
        }
        return sources;
    }

    private boolean[] neededBy(int[] targets) {
        boolean[] needed = new boolean[graph.size()];
        for (int target : targets) {
            needed[target] = true;
        }
        List<LayerGraph.Node> nodes = graph.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (needed[nodes.get(i).number()]) {
                for (int source : nodes.get(i).sources()) {
                    needed[source] = true;
                }
            }
        }
        return needed;
    }

    int[] outputNumbers() {
        return graph.outputs();
    }

    /** Copies of the outputs. */
    INDArray[] outputs(@Nullable INDArray[] values) {
        int[] numbers = graph.outputs();
        INDArray[] outputs = new INDArray[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            INDArray value = values[numbers[i]];
            if (value == null) {
                throw new IllegalStateException("output " + i + " was not computed");
            }
            outputs[i] = value.dup(value.ordering());
        }
        return outputs;
    }

    /** Rows of several hooks, by name. */
    Map<String, HookRows> rows(@Nullable INDArray[] values, Collection<HookPoint> wanted) {
        Map<String, HookRows> rows = new LinkedHashMap<>();
        for (HookPoint hook : wanted) {
            LayerGraph.Node node = node(hook);
            INDArray value = values[node.number()];
            if (value == null) {
                throw new IllegalArgumentException("no output depends on '" + hook.name() + "'; it was not computed");
            }
            node.layout().check(node.name(), value);
            rows.put(hook.name(), ArrayRows.read(value, node.layout().axis()));
        }
        return rows;
    }
}
