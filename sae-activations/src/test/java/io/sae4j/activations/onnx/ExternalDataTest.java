package io.sae4j.activations.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.SharedData;
import io.sae4j.activations.model.Edits;
import io.sae4j.activations.model.TokenWindow;
import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights in a file beside the model, as models over 2 GB have them. */
class ExternalDataTest {
    private static final OnnxSettings SETTINGS = OnnxSettings.defaults().withThreads(1);

    @TempDir
    Path directory;

    private Path original;
    private Path external;

    @BeforeEach
    void moveWeightsOut() throws IOException {
        original = SharedData.file("stories260k/stories260k-full.onnx");
        external = OnnxFiles.writeExternal(directory.resolve("model.onnx"), OnnxFiles.read(original), "weights.bin");
    }

    @Test
    void runsWithItsWeightsWhereTheyAre() throws IOException {
        List<TokenWindow> windows =
                SharedData.windows("stories260k/unit.tokens.jsonl").subList(0, 2);
        try (OnnxLanguageModel expected = OnnxLanguageModel.open(original, SETTINGS);
                OnnxLanguageModel model = OnnxLanguageModel.open(external, SETTINGS)) {
            assertThat(model.hookPoints()).isEqualTo(expected.hookPoints());
            assertThat(Arrays.equals(
                            model.activations(windows, List.of("t175"))
                                    .get("t175")
                                    .values(),
                            expected.activations(windows, List.of("t175"))
                                    .get("t175")
                                    .values()))
                    .isTrue();
            assertThat(Arrays.equals(
                            model.run(windows, "t175", Edits.zero()).rows().values(),
                            expected.run(windows, "t175", Edits.zero()).rows().values()))
                    .isTrue();
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("model.onnx", "weights.bin");
            }
        }
    }

    @Test
    void listsHooksWithoutReadingWeights() throws IOException {
        OnnxGraph graph = OnnxGraph.open(external);
        Files.delete(directory.resolve("weights.bin"));
        assertThat(HookSearch.of(graph, TokenInputs.of(graph, Optional.empty())))
                .isEqualTo(OnnxModelFile.hooks(original));
    }

    @Test
    void saysWhenWeightsAreMissingOrShort() throws IOException {
        Path weights = directory.resolve("weights.bin");
        try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }
        assertThatThrownBy(() -> OnnxLanguageModel.open(external))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("weights.bin: is truncated: weight '");
        Files.delete(weights);
        assertThatThrownBy(() -> OnnxLanguageModel.open(external))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("weights.bin: is missing: weight '");
        Path escaping = OnnxFiles.writeExternal(
                Files.createDirectory(directory.resolve("sub")).resolve("model.onnx"),
                OnnxFiles.read(original),
                "../weights.bin");
        assertThatThrownBy(() -> OnnxLanguageModel.open(escaping))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("'../weights.bin', which is not a file beside the model");
    }
}
