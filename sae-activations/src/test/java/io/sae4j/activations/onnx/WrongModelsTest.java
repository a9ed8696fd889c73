package io.sae4j.activations.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.SharedData;
import io.sae4j.activations.model.Edits;
import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.model.TokenWindow;
import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is said once, with the file's name. */
class WrongModelsTest {
    private static final OnnxSettings ONE_THREAD = OnnxSettings.defaults().withThreads(1);

    @TempDir
    Path directory;

    @Test
    void refusesWhatIsNoOnnxModel() throws IOException {
        assertThatThrownBy(() -> OnnxModelFile.hooks(directory.resolve("none.onnx")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.onnx");
        Path empty = Files.createFile(directory.resolve("empty.onnx"));
        assertThatThrownBy(() -> OnnxModelFile.hooks(empty))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("empty.onnx: is empty");
        Path text =
                Files.writeString(directory.resolve("text.onnx"), "This is a text and no model at all.\n".repeat(9));
        assertThatThrownBy(() -> OnnxLanguageModel.open(text))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("text.onnx: is not an ONNX model");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.1, 0.5, 0.9, 0.9999})
    void refusesATruncatedModel(double share) throws IOException {
        byte[] whole = Files.readAllBytes(TinyModels.causal(directory.resolve("whole.onnx")));
        Path part = Files.write(directory.resolve("part.onnx"), Arrays.copyOf(whole, (int) (share * whole.length)));
        assertThatThrownBy(() -> OnnxLanguageModel.open(part))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("part.onnx");
    }

    /** Whatever byte is wrong: an exception of ours, or a model; never another error. */
    @Test
    void survivesDamage() throws IOException {
        byte[] whole = Files.readAllBytes(TinyModels.causal(directory.resolve("whole.onnx")));
        Random random = new Random(8);
        Path file = directory.resolve("damaged.onnx");
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            try (OnnxLanguageModel model = OnnxLanguageModel.open(file, ONE_THREAD)) {
                model.hookPoints();
            } catch (FormatException e) {
                assertThat(e.file()).isEqualTo(file.toString());
                refused++;
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("ONNX Runtime failed");
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 299);
    }

    @Test
    @Tag("slow")
    void survivesMuchDamage() throws IOException {
        byte[] whole = Files.readAllBytes(TinyModels.causal(directory.resolve("whole.onnx")));
        Random random = new Random(9);
        Path file = directory.resolve("damaged.onnx");
        int refused = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] damaged = Arrays.copyOf(whole, whole.length - random.nextInt(3));
            for (int i = 0; i < 1 + round % 4; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            try {
                OnnxGraph graph = OnnxGraph.open(file);
                TokenInputs.of(graph, Optional.empty())
                        .requireKnown(List.copyOf(graph.outputs().keySet()));
            } catch (FormatException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(10_000, 99_999);
    }

    @Test
    void aTailTakesNoTokenIds() {
        Path tail = SharedData.file("stories260k/stories260k-tail2.onnx");
        assertThatThrownBy(() -> OnnxLanguageModel.open(tail))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("no input for token ids")
                .hasMessageContaining("'resid' (FLOAT[?, ?, 64])");
    }

    @Test
    void wantsTokenIdsAndLogits() throws IOException {
        Path causal = TinyModels.causal(directory.resolve("causal.onnx"));
        assertThatThrownBy(() -> OnnxTail.open(causal))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("is not a tail");
        assertThatThrownBy(() -> OnnxLanguageModel.open(causal, ONE_THREAD.withTokenInput("words")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no input 'words'")
                .hasMessageContaining("'input_ids' (INT64[?, ?])");
        assertThatThrownBy(() -> OnnxLanguageModel.open(causal, ONE_THREAD.withLogitsOutput("scores")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no output 'scores'; there are logits");
    }

    @Test
    void refusesAnInputThatItCannotGive() throws IOException {
        Path file = TinyModels.causal(directory.resolve("causal.onnx"));
        ModelProto model = OnnxFiles.read(file);
        OnnxFiles.write(
                file,
                model.toBuilder()
                        .setGraph(model.getGraph().toBuilder()
                                .addInput(SubGraph.tensor("picture", TensorProto.DataType.FLOAT_VALUE, -1))
                                .setNode(1, OnnxFiles.node("Mul", List.of("e", "picture"), "scaled")))
                        .build());
        assertThatThrownBy(() -> OnnxLanguageModel.open(file))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("needs the input 'picture' (FLOAT[?])");
    }

    @Test
    void refusesWrongArguments() throws IOException {
        TokenWindow window = new TokenWindow(new int[] {0, 1, 2}, 0);
        OnnxLanguageModel model =
                OnnxLanguageModel.open(TinyModels.causal(directory.resolve("causal.onnx")), ONE_THREAD);
        assertThatThrownBy(() -> model.run(List.of(window), "sume", Edits.zero()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no hook point 'sume'")
                .hasMessageContaining("sum");
        assertThatThrownBy(() -> model.run(List.of(window), "dead", Edits.zero()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not depend on 'dead'");
        TokenWindow beyond = new TokenWindow(new int[] {0, TinyModels.VOCABULARY}, 0);
        assertThatThrownBy(() -> model.run(List.of(window, beyond)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("token id 4 at position 1 of window 1 is beyond the model's vocabulary of 4");
        assertThatThrownBy(() -> model.run(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one window");
        model.close();
        assertThatThrownBy(() -> model.run(List.of(window)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the model was closed");
    }

    @Test
    void aWindowMayNotExceedTheContext() throws IOException {
        int[] ids = new int[513];
        Path file = SharedData.file("stories260k/stories260k-full.onnx");
        try (OnnxLanguageModel model = OnnxLanguageModel.open(file, ONE_THREAD)) {
            assertThatThrownBy(() -> model.run(List.of(new TokenWindow(ids, 0))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ONNX Runtime failed");
        }
    }

    @Test
    void theTailWantsRowsOfWindows() {
        try (OnnxTail tail = OnnxTail.open(SharedData.file("stories260k/stories260k-tail2.onnx"), ONE_THREAD)) {
            assertThat(tail.width()).isEqualTo(64);
            assertThatThrownBy(() -> tail.run(HookRows.ofWindows(new int[] {2}, 3, new float[6])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("rows must have width 64, got 3");
            assertThatThrownBy(() -> tail.run(new HookRows(2, 64, new float[128])))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("windows");
        }
    }
}
