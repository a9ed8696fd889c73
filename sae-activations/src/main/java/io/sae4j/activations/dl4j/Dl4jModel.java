package io.sae4j.activations.dl4j;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.activations.model.Edit;
import io.sae4j.activations.model.HookPoint;
import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.model.HookedModel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A Deeplearning4j network of one input and one output.
 *
 * <p><b>Hook points</b> are the outputs of layers or vertices, activation function included. A layer without a name of
 * its own is called {@code layer} and its place, from 0. {@code [N, C]} gives N rows; recurrent {@code [N, C, T]} and convolutional
 * {@code [N, C, H, W]} outputs, and those with channels last, give a row of C numbers for each position, position by
 * position within an example. What an edit writes goes back into the same places.
 *
 * <p>The network runs as at inference, without masks. It is not changed and stays the caller's; training it between runs
 * is fine. Arrays that are given out are fresh, detached from workspaces, and the caller's. An edit that changes nothing
 * changes no bit of the output. Rows are 32-bit; in a network of doubles, entries that an edit leaves alone keep their
 * precision.
 */
public final class Dl4jModel implements HookedModel<INDArray, INDArray> {
    private final Dl4jGraphModel model;

    private Dl4jModel(Dl4jGraphModel model) {
        this.model = model;
    }

    /**
     * Wraps a network.
     *
     * @param inputType what its input looks like; it tells widths and layouts, for instance
     *     {@code InputType.feedForward(8)}
     */
    public static Dl4jModel of(MultiLayerNetwork network, InputType inputType) {
        return new Dl4jModel(new Dl4jGraphModel(new Layers(network, inputType)));
    }

    /**
     * Wraps a graph.
     *
     * @param inputType what its input looks like
     * @throws IllegalArgumentException when it has more than one input or output; {@link Dl4jGraphModel} takes those
     */
    public static Dl4jModel of(ComputationGraph graph, InputType inputType) {
        checkArgument(
                graph.getNumInputArrays() == 1 && graph.getNumOutputArrays() == 1,
                "the graph has %s inputs and %s outputs; use Dl4jGraphModel",
                graph.getNumInputArrays(),
                graph.getNumOutputArrays());
        return new Dl4jModel(Dl4jGraphModel.of(graph, inputType));
    }

    @Override
    public List<HookPoint> hookPoints() {
        return model.hookPoints();
    }

    @Override
    public Map<String, HookRows> activations(INDArray input, Collection<String> hooks) {
        return model.activations(new INDArray[] {input}, hooks);
    }

    @Override
    public INDArray run(INDArray input) {
        return model.run(new INDArray[] {input})[0];
    }

    @Override
    public INDArray run(INDArray input, String hook, Edit edit) {
        return model.run(new INDArray[] {input}, hook, edit)[0];
    }

    /** Runs the unchanged network and keeps what it computed, so that edits cost only what comes after them. */
    public Dl4jRun start(INDArray input) {
        return model.start(input);
    }

    /** Does nothing: the network is the caller's. */
    @Override
    public void close() {}
}
