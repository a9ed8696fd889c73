package io.sae4j.activations.dl4j;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A {@code MultiLayerNetwork}: node 0 is its input, node i + 1 its layer i with the preprocessor before it. */
final class Layers implements LayerGraph {
    private final Layer[] layers;
    private final MultiLayerConfiguration configuration;
    private final List<Node> nodes = new ArrayList<>();
    private int batch;

    Layers(MultiLayerNetwork network, InputType inputType) {
        this.layers = network.getLayers();
        this.configuration = network.getLayerWiseConfigurations();
        List<InputType> types = RowLayout.typesFrom(() -> configuration.getLayerActivationTypes(inputType));
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < layers.length; i++) {
            String given = layers[i].conf().getLayer().getLayerName();
            String name = given == null || !taken.add(given) ? "layer" + i : given;
            nodes.add(new Node(i + 1, name, new int[] {i}, RowLayout.of(types.get(i))));
        }
    }

    @Override
    public int size() {
        return layers.length + 1;
    }

    @Override
    public List<Node> nodes() {
        return nodes;
    }

    @Override
    public int[] inputs() {
        return new int[] {0};
    }

    @Override
    public int[] outputs() {
        return new int[] {layers.length};
    }

    @Override
    public void begin(INDArray[] networkInputs) {
        batch = Math.toIntExact(networkInputs[0].size(0));
    }

    @Override
    public INDArray compute(Node node, INDArray[] sources) {
        int index = node.number() - 1;
        Layer layer = layers[index];
        LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
        layer.setInputMiniBatchSize(batch);
        InputPreProcessor preprocessor = configuration.getInputPreProcess(index);
        INDArray input = preprocessor == null ? sources[0] : preprocessor.preProcess(sources[0], batch, workspaces);
        return layer.activate(input, false, workspaces);
    }

    @Override
    public void end() {
        for (Layer layer : layers) {
            layer.clear();
        }
    }
}
