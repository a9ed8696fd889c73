package io.sae4j.activations.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sae4j.activations.SharedData;
import io.sae4j.activations.model.HookPoint;
import io.sae4j.activations.model.HookPoint.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hook points are found by shape and structure, not by name, and not by what is declared. */
class HookSearchTest {
    private static final int BLOCKS = 5;

    @TempDir
    Path directory;

    @Test
    void rowsAsWideAsTheWindowAreNoHookPoint() throws IOException {
        Path model = TinyModels.singleHead(directory.resolve("single.onnx"));
        assertThat(byName(OnnxModelFile.hooks(model)))
                .containsKeys("e", "mixed", "logits")
                .doesNotContainKey("scores");
    }

    @ParameterizedTest
    @CsvSource({"stories260k/stories260k-full.onnx,64,172", "babyllama/babyllama105-full.onnx,128,352"})
    void findsThePartsOfATransformer(String name, int width, int hidden) throws IOException {
        ModelProto model = OnnxFiles.read(SharedData.file(name));
        Map<String, String> names = new LinkedHashMap<>();
        Path anonymous = OnnxFiles.write(
                directory.resolve("anonymous.onnx"), OnnxFiles.anonymous(OnnxFiles.withoutHooks(model), names));
        Path undeclared = OnnxFiles.write(directory.resolve("undeclared.onnx"), OnnxFiles.withoutHooks(model));

        Map<String, HookPoint> declared = byName(OnnxModelFile.hooks(SharedData.file(name)));
        assertThat(byName(OnnxModelFile.hooks(undeclared))).isEqualTo(declared);
        assertParts(declared, Map.of(), width, hidden);
        assertParts(byName(OnnxModelFile.hooks(anonymous)), names, width, hidden);
    }

    private static void assertParts(Map<String, HookPoint> hooks, Map<String, String> names, int width, int hidden) {
        Map<String, HookPoint> expected = new LinkedHashMap<>();
        expect(expected, names, "embed", width, Kind.EMBEDDING);
        for (int block = 0; block < BLOCKS; block++) {
            expect(expected, names, "resid_" + block, width, Kind.RESIDUAL);
            expect(expected, names, "mlpout_" + block, width, Kind.MLP);
            expect(expected, names, "mlpact_" + block, hidden, Kind.MLP);
        }
        assertThat(hooks).containsAllEntriesOf(expected);
        // Within each block the stream has one more place, and attention adds to it once.
        Map<Kind, Long> counts = hooks.values().stream()
                .collect(Collectors.groupingBy(HookPoint::kind, TreeMap::new, Collectors.counting()));
        assertThat(counts)
                .containsEntry(Kind.EMBEDDING, 1L)
                .containsEntry(Kind.RESIDUAL, 2L * BLOCKS)
                .containsEntry(Kind.MLP, 2L * BLOCKS)
                .containsEntry(Kind.ATTENTION, (long) BLOCKS);
    }

    private static void expect(
            Map<String, HookPoint> expected, Map<String, String> names, String name, int width, Kind kind) {
        String actual = names.getOrDefault(name, name);
        expected.put(actual, new HookPoint(actual, width, kind));
    }

    private static Map<String, HookPoint> byName(List<HookPoint> hooks) {
        Map<String, HookPoint> byName = new LinkedHashMap<>();
        hooks.forEach(hook -> byName.put(hook.name(), hook));
        return byName;
    }

    /** GPT-J's way: attention and MLP read the same stream, and their sum is added to it; positions are learned. */
    @Test
    void findsParallelBlocksAndPositions() throws IOException {
        float[] eye = {1, 0, 0, 1};
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInput(SubGraph.tensor("input_ids", TensorProto.DataType.INT64_VALUE, -1, -1))
                .addInput(SubGraph.tensor("position_ids", TensorProto.DataType.INT64_VALUE, -1, -1))
                .addInitializer(OnnxFiles.weight("words", new long[] {3, 2}, 1, 2, 3, 4, 5, 6))
                .addInitializer(OnnxFiles.weight("places", new long[] {9, 2}, new float[18]))
                .addInitializer(OnnxFiles.weight("w", new long[] {2, 2}, eye))
                .addInitializer(OnnxFiles.weight("b", new long[] {2}, 1, 1))
                .addNode(OnnxFiles.node("Gather", List.of("words", "input_ids"), "e"))
                .addNode(OnnxFiles.node("Gather", List.of("places", "position_ids"), "p"))
                .addNode(OnnxFiles.node("Add", List.of("e", "p"), "x"))
                .addNode(OnnxFiles.node("MatMul", List.of("x", "w"), "v"))
                .addNode(OnnxFiles.node("Softmax", List.of("v"), "a"))
                .addNode(OnnxFiles.node("MatMul", List.of("x", "w"), "h"))
                .addNode(OnnxFiles.node("Relu", List.of("h"), "r"))
                .addNode(OnnxFiles.node("MatMul", List.of("r", "w"), "m0"))
                .addNode(OnnxFiles.node("Add", List.of("b", "m0"), "m"))
                .addNode(OnnxFiles.node("Add", List.of("a", "m"), "both"))
                .addNode(OnnxFiles.node("Add", List.of("both", "x"), "y"))
                .addNode(OnnxFiles.node("MatMul", List.of("y", "w"), "logits"))
                .addOutput(SubGraph.tensor("logits", TensorProto.DataType.FLOAT_VALUE, -1, -1, 2));
        Path file = OnnxFiles.write(directory.resolve("parallel.onnx"), OnnxFiles.model(graph));

        Map<String, Kind> kinds = new LinkedHashMap<>();
        OnnxModelFile.hooks(file).forEach(hook -> kinds.put(hook.name(), hook.kind()));
        Map<String, Kind> recognised = new LinkedHashMap<>(kinds);
        recognised.values().removeIf(kind -> kind == Kind.OTHER);
        assertThat(recognised)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "e", Kind.EMBEDDING,
                        "x", Kind.EMBEDDING,
                        "a", Kind.ATTENTION,
                        "m", Kind.MLP,
                        "r", Kind.MLP,
                        "y", Kind.RESIDUAL));
        assertThat(kinds.keySet())
                .containsAll(Stream.of("v", "h", "m0", "both", "logits").toList());
    }

    /** A shape that depends on values: only a run tells it. */
    @Test
    void runsTheModelWhereShapesCannotBeInferred() throws IOException {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInput(SubGraph.tensor("input_ids", TensorProto.DataType.INT64_VALUE, -1, -1))
                .addInitializer(OnnxFiles.weight("words", new long[] {3, 2}, 1, 2, 3, 4, 5, 6))
                .addInitializer(OnnxFiles.weight("zero", new long[] {1}, 0))
                .addNode(OnnxFiles.node("Gather", List.of("words", "input_ids"), "e"))
                .addNode(OnnxFiles.node("Shape", List.of("e"), "shape"))
                .addNode(OnnxFiles.node("NonZero", List.of("shape"), "axes"))
                .addNode(OnnxFiles.node("Transpose", List.of("axes"), "columns"))
                .addNode(OnnxFiles.node("GatherND", List.of("shape", "columns"), "same"))
                .addNode(OnnxFiles.node("Reshape", List.of("e", "same"), "again"))
                .addNode(OnnxFiles.node("Add", List.of("again", "zero"), "logits"))
                .addOutput(SubGraph.tensorOfAnyShape("logits", TensorProto.DataType.FLOAT_VALUE));
        Path file = OnnxFiles.write(directory.resolve("dynamic.onnx"), OnnxFiles.model(graph));

        assertThat(OnnxModelFile.hooks(file))
                .extracting(HookPoint::name, HookPoint::width)
                .contains(tuple("e", 2), tuple("again", 2), tuple("logits", 2));
    }
}
