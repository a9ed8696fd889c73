package io.sae4j.activations.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.model.Edit;
import io.sae4j.activations.model.HookPoint;
import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.nd.ByHand;
import io.sae4j.activations.nd.TinySae;
import io.sae4j.nd.HostArrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jModelTest {
    private static final int ROWS = 256;
    private static final InputType INPUT = InputType.feedForward(Networks.INPUTS);
    private static final Edit NOTHING = rows -> {};
    private static final Edit HALVE = rows -> {
        for (int i = 0; i < rows.values().length; i++) {
            rows.values()[i] *= 0.5f;
        }
    };

    private final INDArray input = Networks.random(99, ROWS, Networks.INPUTS);

    @Test
    void reconstructionPutBackIntoANetworkGivesWhatTheNextLayersWeightsSay() {
        MultiLayerNetwork network = Networks.dense(DataType.FLOAT);
        Dl4jModel model = Dl4jModel.of(network, INPUT);
        assertThat(model.hookPoints())
                .containsExactly(
                        new HookPoint("first", 8, HookPoint.Kind.OTHER),
                        new HookPoint("hidden", Networks.HIDDEN, HookPoint.Kind.OTHER),
                        new HookPoint("layer2", Networks.CLASSES, HookPoint.Kind.OTHER));

        HookRows hidden = model.activations(input, List.of("hidden")).get("hidden");
        assertThat(TinySae.array(hidden)).isEqualTo(network.feedForward(input).get(2));
        TinySae sae = TinySae.trainedOn(hidden);
        float[] reconstruction = sae.reconstruction(hidden);
        assertThat(reconstruction).isNotEqualTo(hidden.values());

        INDArray output = model.run(input, "hidden", sae.replace());
        for (int n = 0; n < ROWS; n++) {
            double[] wanted = ByHand.softmaxLayer(
                    ByHand.row(reconstruction, n, Networks.HIDDEN), network.getParam("2_W"), network.getParam("2_b"));
            ByHand.assertClose(output.getRow(n).toDoubleVector(), wanted, "row " + n);
        }
        assertThat(output).isNotEqualTo(network.output(input));
    }

    @Test
    void reconstructionPutBackIntoAGraphGivesWhatTheNextLayersWeightsSay() {
        ComputationGraph graph = Networks.branched(false);
        Dl4jModel model = Dl4jModel.of(graph, INPUT);
        assertThat(model.hookPoints().stream().map(HookPoint::name)).containsExactly("a", "b", "sum", "out");

        Map<String, HookRows> rows = model.activations(input, List.of("b", "a"));
        assertThat(rows.keySet()).containsExactly("b", "a");
        TinySae sae = TinySae.trainedOn(rows.get("b"));
        float[] sum = sae.reconstruction(rows.get("b"));
        for (int i = 0; i < sum.length; i++) {
            sum[i] += rows.get("a").values()[i];
        }

        INDArray output = model.run(input, "b", sae.replace());
        for (int n = 0; n < ROWS; n++) {
            double[] wanted = ByHand.softmaxLayer(
                    ByHand.row(sum, n, Networks.HIDDEN), graph.getParam("out_W"), graph.getParam("out_b"));
            ByHand.assertClose(output.getRow(n).toDoubleVector(), wanted, "row " + n);
        }
        assertThat(model.start(input).output("b", sae.replace())).isEqualTo(output);
    }

    @Test
    void anEditThatDoesNothingChangesNoBit() {
        MultiLayerNetwork network = Networks.dense(DataType.FLOAT);
        ComputationGraph graph = Networks.branched(false);
        INDArray doubles = input.castTo(DataType.DOUBLE);
        MultiLayerNetwork wide = Networks.dense(DataType.DOUBLE);
        unchanged(Dl4jModel.of(network, INPUT), input, network.output(input));
        unchanged(Dl4jModel.of(wide, INPUT), doubles, wide.output(doubles));
        unchanged(Dl4jModel.of(graph, INPUT), input, graph.outputSingle(input));
    }

    private static void unchanged(Dl4jModel model, INDArray input, INDArray wanted) {
        assertBits(model.run(input), wanted);
        Dl4jRun run = model.start(input);
        for (HookPoint hook : model.hookPoints()) {
            assertBits(model.run(input, hook.name(), NOTHING), wanted);
            assertBits(run.output(hook.name(), NOTHING), wanted);
        }
    }

    private static void assertBits(INDArray got, INDArray wanted) {
        assertThat(got.dataType()).isEqualTo(wanted.dataType());
        assertThat(got.shape()).isEqualTo(wanted.shape());
        assertThat(got.dup('c').data().asDouble())
                .isEqualTo(wanted.dup('c').data().asDouble());
    }

    @Test
    void editsOfTheLastLayerAreTheOutput() {
        Dl4jModel model = Dl4jModel.of(Networks.dense(DataType.FLOAT), INPUT);
        assertThat(model.run(input, "layer2", HALVE)).isEqualTo(model.run(input).mul(0.5));
    }

    @Test
    void layersThatOverwriteTheirInputDoNotSpoilTheHookBefore() {
        MultiLayerNetwork network = Networks.withActivationLayer();
        Dl4jModel model = Dl4jModel.of(network, INPUT);
        INDArray kept = input.dup();
        Map<String, HookRows> rows = model.activations(input, List.of("layer0", "layer1"));
        float[] linear = rows.get("layer0").values();
        float[] rectified = rows.get("layer1").values();
        int negative = 0;
        for (int i = 0; i < linear.length; i++) {
            negative += linear[i] < 0 ? 1 : 0;
            assertThat(rectified[i]).isEqualTo(Math.max(0, linear[i]));
        }
        assertThat(negative).isPositive();

        Dl4jRun run = model.start(input);
        INDArray edited = run.output("layer0", HALVE);
        assertBits(run.output("layer0", HALVE), edited);
        assertBits(run.output(), network.output(input));
        assertThat(run.activations(List.of("layer0")).get("layer0").values()).isEqualTo(linear);
        assertThat(input).isEqualTo(kept);
    }

    @ParameterizedTest
    @EnumSource(RNNFormat.class)
    void recurrentLayersHaveARowForEachStep(RNNFormat format) {
        int examples = 4;
        int steps = 7;
        boolean channelsFirst = format == RNNFormat.NCW;
        MultiLayerNetwork network = Networks.recurrent(format);
        Dl4jModel model = Dl4jModel.of(network, InputType.recurrent(Networks.INPUTS, format));
        INDArray series = channelsFirst
                ? Networks.random(1, examples, Networks.INPUTS, steps)
                : Networks.random(1, examples, steps, Networks.INPUTS);
        HookRows rows = model.activations(series, List.of("lstm")).get("lstm");
        INDArray hidden = network.feedForward(series).get(1);
        assertThat(rows.count()).isEqualTo(examples * steps);
        assertThat(rows.width()).isEqualTo(Networks.HIDDEN);

        INDArray output = model.run(series, "lstm", HALVE);
        for (int n = 0; n < examples; n++) {
            for (int t = 0; t < steps; t++) {
                double[] halved = ByHand.row(rows.values(), n * steps + t, Networks.HIDDEN);
                for (int c = 0; c < Networks.HIDDEN; c++) {
                    double value = channelsFirst ? hidden.getDouble(n, c, t) : hidden.getDouble(n, t, c);
                    assertThat(halved[c]).isEqualTo(value);
                    halved[c] /= 2;
                }
                double[] wanted = ByHand.softmaxLayer(halved, network.getParam("1_W"), network.getParam("1_b"));
                double[] got = new double[Networks.CLASSES];
                for (int k = 0; k < got.length; k++) {
                    got[k] = channelsFirst ? output.getDouble(n, k, t) : output.getDouble(n, t, k);
                }
                ByHand.assertClose(got, wanted, "example " + n + ", step " + t);
            }
        }
        assertBits(model.run(series, "lstm", NOTHING), network.output(series));
    }

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void convolutionalLayersHaveARowForEachPlace(CNN2DFormat format) {
        boolean channelsFirst = format == CNN2DFormat.NCHW;
        MultiLayerNetwork network = Networks.convolutional(format);
        Dl4jModel model = Dl4jModel.of(network, InputType.convolutional(6, 4, 2, format));
        INDArray images = channelsFirst ? Networks.random(1, 3, 2, 6, 4) : Networks.random(1, 3, 6, 4, 2);
        INDArray maps = network.feedForward(images).get(1).dup();
        HookRows rows = model.activations(images, List.of("conv")).get("conv");
        assertThat(rows.count()).isEqualTo(3 * 6 * 4);
        assertThat(rows.width()).isEqualTo(4);
        INDArray last = channelsFirst ? maps.permute(0, 2, 3, 1) : maps;
        assertThat(rows.values()).isEqualTo(HostArrays.toFloats(last));

        INDArray wanted = network.activateSelectedLayers(1, 3, maps.mul(0.5));
        assertThat(model.run(images, "conv", HALVE)).isEqualTo(wanted);
        assertBits(model.run(images, "conv", NOTHING), network.output(images));
    }

    @Test
    void arraysAreDetachedAndTheCallers() {
        MultiLayerNetwork network = Networks.dense(DataType.FLOAT);
        Dl4jModel model = Dl4jModel.of(network, INPUT);
        INDArray wanted = network.output(input);
        WorkspaceConfiguration configuration =
                WorkspaceConfiguration.builder().initialSize(1 << 20).build();
        try (MemoryWorkspace open =
                Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "test of Dl4jModel")) {
            assertThat(open.isScopeActive()).isTrue();
            Dl4jRun run = model.start(input);
            INDArray first = run.output();
            assertThat(first.isAttached()).isFalse();
            assertThat(model.run(input, "first", HALVE).isAttached()).isFalse();
            first.assign(0);
            assertBits(run.output(), wanted);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        Dl4jModel model = Dl4jModel.of(Networks.dense(DataType.FLOAT), INPUT);
        assertThatThrownBy(() -> model.run(input, "none", NOTHING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no hook point 'none'; there are first, hidden, layer2");
        assertThatThrownBy(() -> Dl4jModel.of(Networks.branched(true), INPUT))
                .hasMessage("the graph has 1 inputs and 2 outputs; use Dl4jGraphModel");
        MultiLayerNetwork recurrent = Networks.recurrent(RNNFormat.NCW);
        assertThatThrownBy(() -> Dl4jModel.of(recurrent, INPUT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the input type does not fit the network: ");
        Dl4jModel wrong = Dl4jModel.of(recurrent, InputType.recurrent(Networks.INPUTS, RNNFormat.NWC));
        assertThatThrownBy(() -> wrong.activations(Networks.random(1, 2, Networks.INPUTS, 3), List.of("lstm")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layer 'lstm' should give rank 3 with 6 entries along axis 2 by the network's input type,"
                        + " its shape is [2, 6, 3]");
    }

    @Test
    void aNetworksOwnStateStaysAsItIs() {
        MultiLayerNetwork network = Networks.recurrent(RNNFormat.NCW);
        Dl4jModel model = Dl4jModel.of(network, InputType.recurrent(Networks.INPUTS));
        INDArray series = Networks.random(1, 2, Networks.INPUTS, 3);
        network.rnnTimeStep(series);
        INDArray wanted = network.rnnTimeStep(series);
        network.rnnClearPreviousState();
        network.rnnTimeStep(series);
        model.run(Networks.random(2, 7, Networks.INPUTS, 4), "lstm", HALVE);
        assertBits(network.rnnTimeStep(series), wanted);
    }
}
