package io.sae4j.activations.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.model.Edit;
import io.sae4j.activations.model.HookPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class Dl4jGraphModelTest {
    private static final InputType INPUT = InputType.feedForward(Networks.INPUTS);
    private static final Edit ZERO = rows -> Arrays.fill(rows.values(), 0);

    private final INDArray input = Networks.random(99, 16, Networks.INPUTS);
    private final ComputationGraph graph = Networks.branched(true);

    /** Notes what is computed. */
    private record Noting(LayerGraph graph, List<String> computed) implements LayerGraph {
        @Override
        public int size() {
            return graph.size();
        }

        @Override
        public List<Node> nodes() {
            return graph.nodes();
        }

        @Override
        public int[] inputs() {
            return graph.inputs();
        }

        @Override
        public int[] outputs() {
            return graph.outputs();
        }

        @Override
        public void begin(INDArray[] networkInputs) {
            graph.begin(networkInputs);
        }

        @Override
        public INDArray compute(Node node, INDArray[] sources) {
            computed.add(node.name());
            return graph.compute(node, sources);
        }

        @Override
        public void end() {
            graph.end();
        }
    }

    @Test
    void outputsThatDoNotDependOnTheHookStayAsTheyAre() {
        Dl4jGraphModel model = Dl4jGraphModel.of(graph, INPUT);
        INDArray[] clean = graph.output(input);
        INDArray[] edited = model.run(new INDArray[] {input}, "b", ZERO);
        assertThat(model.run(new INDArray[] {input})).containsExactly(clean);
        assertThat(edited[0]).isNotEqualTo(clean[0]);
        assertThat(edited[1]).isEqualTo(clean[1]);
        assertThat(model.start(input).outputs("b", ZERO)).containsExactly(edited);
        assertThat(model.start(input).outputs("a", ZERO)).containsExactly(model.run(new INDArray[] {input}, "a", ZERO));
    }

    @Test
    void computesOnlyWhatIsNeeded() {
        List<String> computed = new ArrayList<>();
        Dl4jGraphModel model = new Dl4jGraphModel(new Noting(new Vertices(graph, INPUT), computed));

        model.activations(new INDArray[] {input}, List.of("side"));
        assertThat(computed).containsExactly("a", "side");
        computed.clear();
        Dl4jRun run = model.start(input);
        assertThat(computed)
                .containsExactlyElementsOf(
                        model.hookPoints().stream().map(HookPoint::name).toList());
        computed.clear();
        run.outputs("b", ZERO);
        assertThat(computed).containsExactly("sum", "out");
        computed.clear();
        run.outputs("side", ZERO);
        assertThat(computed).containsExactly("sideOut");
        computed.clear();
        run.outputs("out", ZERO);
        run.activations(List.of("a", "b"));
        assertThat(computed).isEmpty();
    }

    @Test
    void verticesThatAskTheGraphForItsInputs() {
        ComputationGraph series = Networks.encoderAndDecoder();
        Dl4jGraphModel model = Dl4jGraphModel.of(series, InputType.recurrent(Networks.INPUTS), InputType.recurrent(2));
        INDArray[] inputs = {Networks.random(1, 3, Networks.INPUTS, 5), Networks.random(2, 3, 2, 4)};
        INDArray[] clean = series.output(inputs);
        assertThat(model.run(inputs)).containsExactly(clean);
        Dl4jRun run = model.start(inputs);
        for (HookPoint hook : model.hookPoints()) {
            assertThat(run.outputs(hook.name(), rows -> {})).containsExactly(clean);
            assertThat(run.outputs(hook.name(), ZERO)).containsExactly(model.run(inputs, hook.name(), ZERO));
            assertThat(run.output(hook.name(), ZERO)).as(hook.name()).isNotEqualTo(clean[0]);
        }
        // Of the encoder only the last step goes on.
        Edit allButTheLast = rows -> {
            for (int row = 0; row < rows.count(); row++) {
                if (row % 5 != 4) {
                    Arrays.fill(rows.values(), rows.start(row), rows.start(row) + rows.width(), 9);
                }
            }
        };
        assertThat(run.outputs("encoder", allButTheLast)).containsExactly(clean);
    }

    @Test
    void refusesWhatDoesNotFit() {
        Dl4jGraphModel model = Dl4jGraphModel.of(graph, INPUT);
        assertThatThrownBy(() -> Dl4jGraphModel.of(graph)).hasMessage("the graph has 1 inputs, got 0 input types");
        assertThatThrownBy(() -> model.run(new INDArray[] {input, input}))
                .hasMessage("the network has 1 inputs, got 2");
        assertThatThrownBy(() -> model.start(input).output())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the network has 2 outputs; use outputs");
    }
}
