package io.sae4j.activations.samediff;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.activations.model.Edit;
import io.sae4j.activations.model.HookPoint;
import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.model.HookedModel;
import io.sae4j.activations.nd.ArrayRows;
import io.sae4j.activations.nd.Detached;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A SameDiff graph: placeholders by name in, outputs by name out.
 *
 * <p><b>Hook points</b> are the floating-point placeholders and the variables that are computed on the way to the outputs, by
 * name, where they have at least two dimensions. The last one holds a row's entries, the others number the rows. Left out are
 * variables inside loops, which have more than one value, and those that SameDiff keeps in the memory of what they are
 * computed from, such as some reshapes; take their source. When an output is itself a hook point, its answer is the edited
 * value.
 *
 * <p>The graph is not changed and stays the caller's; training it between runs is fine. Like SameDiff itself a model is not
 * thread-safe, and each thread that runs it leaves an inference session in the graph. Arrays that are given out are fresh,
 * detached from workspaces, and the caller's. An edit that changes nothing changes no bit of the outputs.
 */
public final class SameDiffModel implements HookedModel<Map<String, INDArray>, Map<String, INDArray>> {
    private final SameDiff graph;
    private final List<String> outputs;
    private final List<HookPoint> hooks = new ArrayList<>();

    private SameDiffModel(SameDiff graph, List<String> outputs) {
        this.graph = graph;
        this.outputs = outputs;
    }

    /**
     * Wraps a graph, and runs it once to see its variables; SameDiff knows few shapes before.
     *
     * @param example a value for each placeholder that the outputs need; not kept
     * @param outputs names of the variables that {@link #run} answers with, at least one
     * @throws IllegalArgumentException when the graph has no variable of such a name
     */
    public static SameDiffModel of(SameDiff graph, Map<String, INDArray> example, String... outputs) {
        checkArgument(outputs.length > 0, "outputs must name at least one variable");
        for (String output : outputs) {
            checkArgument(graph.hasVariable(output), "the graph has no variable '%s'", output);
        }
        SameDiffModel model = new SameDiffModel(graph, List.of(outputs));
        model.findHooks(example);
        return model;
    }

    private void findHooks(Map<String, INDArray> example) {
        Map<String, Integer> widths = new LinkedHashMap<>();
        for (String placeholder : graph.inputs()) {
            INDArray value = example.get(placeholder);
            if (value != null && Variables.hasRows(value)) {
                widths.put(placeholder, (int) value.size(-1));
            }
        }
        Variables variables = new Variables();
        Detached.during(() -> compute(example, outputs, List.of(variables)));
        widths.putAll(variables.widths());
        widths.forEach((name, width) -> hooks.add(new HookPoint(name, width, HookPoint.Kind.OTHER)));
    }

    @Override
    public List<HookPoint> hookPoints() {
        return List.copyOf(hooks);
    }

    @Override
    public Map<String, HookRows> activations(Map<String, INDArray> input, Collection<String> names) {
        List<HookPoint> wanted = names.stream().map(this::hookPoint).toList();
        return Detached.during(() -> rows(input, wanted));
    }

    private Map<String, HookRows> rows(Map<String, INDArray> input, List<HookPoint> wanted) {
        Map<String, INDArray> values = new HashMap<>(input);
        List<String> computed = wanted.stream()
                .map(HookPoint::name)
                .filter(name -> !graph.inputs().contains(name))
                .distinct()
                .toList();
        if (!computed.isEmpty()) {
            values.putAll(compute(input, computed, List.of()));
        }
        Map<String, HookRows> rows = new LinkedHashMap<>();
        for (HookPoint hook : wanted) {
            INDArray value = valueOf(hook.name(), values);
            checkWidth(hook.name(), hook.width(), value);
            rows.put(hook.name(), ArrayRows.read(value, value.rank() - 1));
        }
        return rows;
    }

    @Override
    public Map<String, INDArray> run(Map<String, INDArray> input) {
        return Detached.during(() -> compute(input, outputs, List.of()));
    }

    @Override
    public Map<String, INDArray> run(Map<String, INDArray> input, String hook, Edit edit) {
        HookPoint point = hookPoint(hook);
        return Detached.during(() -> {
            if (!graph.inputs().contains(hook)) {
                return compute(input, outputs, List.of(new EditingListener(hook, point.width(), edit)));
            }
            Map<String, INDArray> edited = new HashMap<>(input);
            edited.put(hook, EditingListener.edited(hook, point.width(), valueOf(hook, input), edit));
            return compute(edited, outputs, List.of());
        });
    }

    /** Copies of the values of some variables, in their order. */
    private Map<String, INDArray> compute(Map<String, INDArray> input, List<String> names, List<Listener> listeners) {
        Map<String, INDArray> values = graph.batchOutput()
                .inputs(input)
                .output(names.toArray(new String[0]))
                .listeners(listeners.toArray(new Listener[0]))
                .output();
        Map<String, INDArray> copies = new LinkedHashMap<>();
        for (String name : names) {
            INDArray value = valueOf(name, values);
            copies.put(name, value.dup(value.ordering()));
        }
        return copies;
    }

    private static INDArray valueOf(String name, Map<String, INDArray> values) {
        INDArray value = values.get(name);
        checkArgument(value != null, "no value for '%s'", name);
        return value;
    }

    static void checkWidth(String variable, int width, INDArray value) {
        checkArgument(
                Variables.hasRows(value) && value.size(-1) == width,
                "variable '%s' should have rows of width %s as in the example, its shape is %s",
                variable,
                width,
                Arrays.toString(value.shape()));
    }

    /** Does nothing: the graph is the caller's. */
    @Override
    public void close() {}
}
