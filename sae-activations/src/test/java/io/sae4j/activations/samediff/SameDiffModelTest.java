package io.sae4j.activations.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.model.Edit;
import io.sae4j.activations.model.HookPoint;
import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.nd.ByHand;
import io.sae4j.activations.nd.TinySae;
import io.sae4j.nd.QuietStdout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class SameDiffModelTest {
    private static final int INPUTS = 5;
    private static final int HIDDEN = 6;
    private static final int CLASSES = 3;
    private static final int ROWS = 256;
    private static final Edit NOTHING = rows -> {};
    private static final Edit ZERO = rows -> Arrays.fill(rows.values(), 0);

    private final SameDiff graph = trained();
    private final Map<String, INDArray> input = Map.of("x", random(99, ROWS, INPUTS));

    private static INDArray random(long seed, long... shape) {
        Random random = new Random(seed);
        INDArray array = Nd4j.create(DataType.FLOAT, shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextFloat() * 2 - 1);
        }
        return array;
    }

    /** {@code softmax(h·w2 + b2)} with {@code h = tanh(x·w1 + b1) + x·skip}, and what shares memory or has no rows. */
    private static SameDiff trained() {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, INPUTS);
        SDVariable y = graph.placeHolder("y", DataType.FLOAT, -1, CLASSES);
        SDVariable w1 = graph.var("w1", random(1, INPUTS, HIDDEN));
        SDVariable b1 = graph.var("b1", random(2, HIDDEN));
        SDVariable skip = graph.var("skip", random(3, INPUTS, HIDDEN));
        SDVariable w2 = graph.var("w2", random(4, HIDDEN, CLASSES));
        SDVariable b2 = graph.var("b2", random(5, CLASSES));
        SDVariable bent = graph.math().tanh("bent", x.mmul(w1).add(b1));
        SDVariable straight = x.mmul("straight", skip);
        SDVariable hidden = bent.add("hidden", straight);
        SDVariable logits = hidden.mmul(w2).add("logits", b2);
        graph.nn().softmax("probabilities", logits, 1);
        hidden.mul(hidden).sum("energy", 1);
        graph.loss().softmaxCrossEntropy("loss", y, logits, null);
        graph.setLossVariables("loss");
        graph.setTrainingConfig(TrainingConfig.builder()
                .updater(new Adam(0.01))
                .dataSetFeatureMapping("x")
                .dataSetLabelMapping("y")
                .build());
        INDArray labels = Nd4j.zeros(32, CLASSES);
        for (int i = 0; i < 32; i++) {
            labels.putScalar(i, i % CLASSES, 1);
        }
        QuietStdout.during(() -> {
            for (int i = 0; i < 10; i++) {
                graph.fit(new DataSet(random(i, 32, INPUTS), labels));
            }
            return graph;
        });
        return graph;
    }

    @Test
    void reconstructionPutBackGivesWhatTheWeightsSay() {
        SameDiffModel model = SameDiffModel.of(graph, input, "probabilities", "straight");
        assertThat(model.hookPoints())
                .contains(
                        new HookPoint("x", INPUTS, HookPoint.Kind.OTHER),
                        new HookPoint("bent", HIDDEN, HookPoint.Kind.OTHER),
                        new HookPoint("hidden", HIDDEN, HookPoint.Kind.OTHER),
                        new HookPoint("logits", CLASSES, HookPoint.Kind.OTHER));
        Map<String, HookRows> rows = model.activations(input, List.of("bent", "straight", "x"));
        assertThat(rows.keySet()).containsExactly("bent", "straight", "x");
        assertThat(TinySae.array(rows.get("x"))).isEqualTo(input.get("x"));
        TinySae sae = TinySae.trainedOn(rows.get("bent"));
        float[] hidden = sae.reconstruction(rows.get("bent"));
        assertThat(hidden).isNotEqualTo(rows.get("bent").values());
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] += rows.get("straight").values()[i];
        }

        Map<String, INDArray> output = model.run(input, "bent", sae.replace());
        for (int n = 0; n < ROWS; n++) {
            double[] wanted = ByHand.softmaxLayer(
                    ByHand.row(hidden, n, HIDDEN), graph.getArrForVarName("w2"), graph.getArrForVarName("b2"));
            ByHand.assertClose(output.get("probabilities").getRow(n).toDoubleVector(), wanted, "row " + n);
        }
        assertThat(output.get("straight")).isEqualTo(TinySae.array(rows.get("straight")));
        assertThat(output.get("probabilities")).isNotEqualTo(model.run(input).get("probabilities"));
    }

    @Test
    void anEditThatDoesNothingChangesNoBit() {
        SameDiffModel model = SameDiffModel.of(graph, input, "probabilities");
        INDArray wanted = graph.outputSingle(input, "probabilities").dup();
        assertThat(bits(model.run(input))).isEqualTo(wanted.data().asFloat());
        for (HookPoint hook : model.hookPoints()) {
            assertThat(bits(model.run(input, hook.name(), NOTHING)))
                    .as(hook.name())
                    .isEqualTo(wanted.data().asFloat());
        }
    }

    private static float[] bits(Map<String, INDArray> output) {
        return output.get("probabilities").dup('c').data().asFloat();
    }

    @Test
    void anEditLeavesNoTraceInTheGraphOrTheInput() {
        SameDiffModel model = SameDiffModel.of(graph, input, "probabilities");
        Map<String, INDArray> before = model.run(input);
        INDArray kept = input.get("x").dup();
        for (HookPoint hook : model.hookPoints()) {
            assertThat(model.run(input, hook.name(), ZERO)).isNotEqualTo(before);
        }
        assertThat(model.run(input)).isEqualTo(before);
        assertThat(input.get("x")).isEqualTo(kept);
        assertThat(graph.getListeners()).isEmpty();
        graph.getArrForVarName("b2").addi(1);
        graph.getArrForVarName("w2").muli(0.5);
        assertThat(model.run(input)).as("the graph's new weights").isNotEqualTo(before);
    }

    @Test
    void anOutputThatIsEditedIsAnsweredAsEdited() {
        SameDiffModel model = SameDiffModel.of(graph, input, "probabilities", "logits");
        Map<String, INDArray> output = model.run(input, "logits", ZERO);
        assertThat(output.get("logits")).isEqualTo(Nd4j.zeros(ROWS, CLASSES));
        ByHand.assertClose(
                output.get("probabilities").getRow(3).toDoubleVector(),
                new double[] {1 / 3., 1 / 3., 1 / 3.},
                "softmax of zeros");
    }

    @Test
    void placeholdersAreEditedToo() {
        SameDiffModel model = SameDiffModel.of(graph, input, "straight");
        assertThat(model.run(input, "x", ZERO).get("straight")).isEqualTo(Nd4j.zeros(ROWS, HIDDEN));
    }

    /** Editing what shares memory would change what others read; each hook point must act on what comes after it alone. */
    @Test
    void hooksThatShareMemoryAreNotOffered() {
        SameDiff views = SameDiff.create();
        SDVariable x = views.placeHolder("x", DataType.FLOAT, 4, 6);
        SDVariable source = x.mul("source", 2);
        views.identity("same", source);
        source.reshape(8, 3).rename("reshaped");
        source.permute(1, 0).rename("permuted");
        views.castTo("cast", source, DataType.FLOAT);
        String[] names = {"source", "same", "reshaped", "permuted", "cast"};
        Map<String, INDArray> example = Map.of("x", random(1, 4, 6));
        SameDiffModel model = SameDiffModel.of(views, example, names);
        Map<String, INDArray> clean = model.run(example);
        List<String> hooks = model.hookPoints().stream().map(HookPoint::name).toList();
        assertThat(hooks).contains("x", "source");
        for (String hook : hooks) {
            Map<String, INDArray> edited = model.run(example, hook, ZERO);
            for (String name : names) {
                boolean changes = hook.equals("x") || hook.equals("source") || hook.equals(name);
                INDArray value = clean.get(name);
                assertThat(edited.get(name))
                        .as("%s after an edit of %s", name, hook)
                        .isEqualTo(changes ? value.like() : value);
            }
        }
    }

    @Test
    void variablesOfLoopsAreNotOffered() {
        SameDiff loop = SameDiff.create();
        SDVariable x = loop.placeHolder("x", DataType.FLOAT, 2, 3);
        SDVariable[] after = loop.whileLoop(
                new SDVariable[] {loop.constant(0f), x.mul("before", 1)},
                (body, values) -> values[0].lt(3),
                (body, values) -> new SDVariable[] {values[0].add(1), values[1].mul("inside", 2)});
        String result = after[1].mul("after", 10).name();
        Map<String, INDArray> example = Map.of("x", Nd4j.ones(2, 3));
        SameDiffModel model = SameDiffModel.of(loop, example, result);
        assertThat(model.run(example).get(result)).isEqualTo(Nd4j.valueArrayOf(new long[] {2, 3}, 80f));
        assertThat(model.hookPoints().stream().map(HookPoint::name))
                .contains("x", "before", "after")
                .doesNotContain("inside");
        assertThat(model.run(example, "before", rows -> rows.values()[0] = 2)
                        .get(result)
                        .getFloat(0))
                .isEqualTo(160);
    }

    @Test
    void arraysAreDetachedAndTheCallers() {
        SameDiffModel model = SameDiffModel.of(graph, input, "probabilities");
        INDArray wanted = model.run(input).get("probabilities");
        WorkspaceConfiguration configuration =
                WorkspaceConfiguration.builder().initialSize(1 << 20).build();
        try (MemoryWorkspace open =
                Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "test of SameDiffModel")) {
            assertThat(open.isScopeActive()).isTrue();
            INDArray output = model.run(input, "bent", NOTHING).get("probabilities");
            assertThat(output.isAttached()).isFalse();
            output.assign(0);
            assertThat(model.run(input).get("probabilities")).isEqualTo(wanted);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> SameDiffModel.of(graph, input, "none")).hasMessage("the graph has no variable 'none'");
        assertThatThrownBy(() -> SameDiffModel.of(graph, input)).hasMessage("outputs must name at least one variable");
        SameDiffModel model = SameDiffModel.of(graph, input, "energy");
        assertThatThrownBy(() -> model.run(input, "energy", NOTHING))
                .as("of rank 1")
                .hasMessageStartingWith("no hook point 'energy'; there are x, ");
        assertThatThrownBy(() -> model.activations(input, List.of("w1"))).hasMessageStartingWith("no hook point 'w1'");
        assertThatThrownBy(() -> model.run(new HashMap<>(), "x", NOTHING)).hasMessage("no value for 'x'");
    }
}
