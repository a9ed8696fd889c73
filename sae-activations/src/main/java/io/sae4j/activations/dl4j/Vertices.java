package io.sae4j.activations.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A {@code ComputationGraph}: nodes have the numbers of its vertices. */
final class Vertices implements LayerGraph {
    private final ComputationGraph graph;
    private final GraphVertex[] vertices;
    private final List<Node> nodes = new ArrayList<>();

    Vertices(ComputationGraph graph, InputType... inputTypes) {
        this.graph = graph;
        this.vertices = graph.getVertices();
        Map<String, InputType> types =
                RowLayout.typesFrom(() -> graph.getConfiguration().getLayerActivationTypes(false, false, inputTypes));
        for (int number : graph.topologicalSortOrder()) {
            GraphVertex vertex = vertices[number];
            if (!vertex.isInputVertex()) {
                InputType type = types.get(vertex.getVertexName());
                if (type == null) {
                    throw new IllegalArgumentException(
                            "the input types tell nothing about vertex '" + vertex.getVertexName() + "'");
                }
                int[] sources = Stream.of(vertex.getInputVertices())
                        .mapToInt(VertexIndices::getVertexIndex)
                        .toArray();
                nodes.add(new Node(number, vertex.getVertexName(), sources, RowLayout.of(type)));
            }
        }
    }

    @Override
    public int size() {
        return vertices.length;
    }

    @Override
    public List<Node> nodes() {
        return nodes;
    }

    @Override
    public int[] inputs() {
        return numbers(graph.getConfiguration().getNetworkInputs());
    }

    @Override
    public int[] outputs() {
        return numbers(graph.getConfiguration().getNetworkOutputs());
    }

    private int[] numbers(List<String> names) {
        return names.stream()
                .mapToInt(name -> graph.getVertex(name).getVertexIndex())
                .toArray();
    }

    /** Some vertices, and preprocessors, ask the graph for its inputs. */
    @Override
    public void begin(INDArray[] networkInputs) {
        graph.setInputs(networkInputs);
    }

    @Override
    public INDArray compute(Node node, INDArray[] sources) {
        GraphVertex vertex = vertices[node.number()];
        LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
        if (vertex.hasLayer()) {
            vertex.getLayer().setInputMiniBatchSize(graph.batchSize());
        }
        for (int i = 0; i < sources.length; i++) {
            vertex.setInput(i, sources[i], workspaces);
        }
        return vertex.doForward(false, workspaces);
    }

    @Override
    public void end() {
        for (GraphVertex vertex : vertices) {
            vertex.clear();
        }
        graph.clear();
    }
}
