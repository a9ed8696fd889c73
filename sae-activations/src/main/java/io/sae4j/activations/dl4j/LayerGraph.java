package io.sae4j.activations.dl4j;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network as nodes that are computed from others. Nodes are numbered; the numbers say nothing about their order. */
interface LayerGraph {
    /** What is computed, with where a hook's rows lie. */
    record Node(int number, String name, int[] sources, RowLayout layout) {}

    /** Nodes have smaller numbers. */
    int size();

    /** In the order of computing; those of network inputs are not among them. */
    List<Node> nodes();

    /** Numbers of the network's inputs. */
    int[] inputs();

    /** Numbers of the network's outputs. */
    int[] outputs();

    /** Before nodes are computed. */
    void begin(INDArray[] networkInputs);

    /** One node's value; it may be one of {@code sources}, which may be overwritten. */
    INDArray compute(Node node, INDArray[] sources);

    /** Afterwards: the network forgets all arrays. */
    void end();
}
