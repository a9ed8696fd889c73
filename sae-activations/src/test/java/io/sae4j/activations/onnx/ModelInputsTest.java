package io.sae4j.activations.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.model.Edit;
import io.sae4j.activations.model.Edits;
import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.model.TokenWindow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models with all sorts of inputs and types, small enough to compute their answers by hand. */
class ModelInputsTest {
    private static final List<TokenWindow> WINDOWS =
            List.of(new TokenWindow(new int[] {0}, 0), new TokenWindow(new int[] {2, 3, 1}, 0));

    private static final Edit ADD_ONE = rows -> {
        for (int i = 0; i < rows.count() * rows.width(); i++) {
            rows.values()[i]++;
        }
    };

    @TempDir
    Path directory;

    private OnnxLanguageModel open(Path file) {
        return OnnxLanguageModel.open(file, OnnxSettings.defaults().withThreads(1));
    }

    private static float[] logits(float... sums) {
        float[] logits = new float[sums.length / 2 * TinyModels.VOCABULARY];
        for (int row = 0; row < sums.length / 2; row++) {
            for (int token = 0; token < TinyModels.VOCABULARY; token++) {
                logits[row * TinyModels.VOCABULARY + token] = sums[2 * row] * TinyModels.UNEMBEDDING[token]
                        + sums[2 * row + 1] * TinyModels.UNEMBEDDING[TinyModels.VOCABULARY + token];
            }
        }
        return logits;
    }

    @Test
    void aPastIsEmptyWhateverItsLayout() {
        assertThat(past(-1, 12, -1, 64).shape(3, 7)).containsExactly(3, 12, 0, 64);
        assertThat(past(2, -1, 12, -1, 64).shape(3, 7)).containsExactly(2, 3, 12, 0, 64);
        assertThat(past(1, 12, -1, 64).shape(1, 7)).containsExactly(1, 12, 0, 64);
        assertThat(past(-1, 12, -1, 64).isUnknown()).isFalse();
        assertThat(past(1, 12, -1, 64).isUnknown()).isFalse();
        assertThat(past(-1, 12, 5, 64).isUnknown()).isTrue();
        assertThat(past(1, 12, 5, 64).isUnknown()).isTrue();
    }

    private static ModelInput past(long... dimensions) {
        return new ModelInput("past", InputRole.PAST, DataType.FLOAT_VALUE, dimensions);
    }

    @Test
    void readsAndEdits() throws IOException {
        try (OnnxLanguageModel model = open(TinyModels.causal(directory.resolve("m.onnx")))) {
            HookRows rows = model.activations(WINDOWS, List.of("sum")).get("sum");
            assertThat(rows.values()).containsExactly(3, 0, 8, 15, -1, 35, 0, 3);
            assertThat(rows.windowLengths()).containsExactly(1, 3);
            assertThat(model.run(WINDOWS).rows().values()).containsExactly(logits(3, 0, 8, 15, -1, 35, 0, 3));
            assertThat(model.run(WINDOWS, "sum", ADD_ONE).rows().values())
                    .containsExactly(logits(4, 1, 9, 16, 0, 36, 1, 4));
            // e goes into both terms: 2 (e + 1) + (e + 1)².
            assertThat(model.run(WINDOWS, "e", ADD_ONE).rows().values())
                    .containsExactly(logits(8, 3, 15, 24, 0, 48, 3, 8));
            // One term alone; the other is handed over from the first part.
            assertThat(model.run(WINDOWS, "square", Edits.zero()).rows().values())
                    .containsExactly(logits(2, 0, 4, 6, -2, 10, 0, 2));
            assertThat(model.run(WINDOWS, "logits", Edits.zero()).rows().values())
                    .containsOnly(0);
            assertThat(model.run(WINDOWS, "sum", Edits.exceptStarts(Edits.zero()))
                            .rows()
                            .values())
                    .containsExactly(logits(3, 0, 8, 15, 0, 0, 0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {DataType.INT64_VALUE, DataType.FLOAT_VALUE, DataType.BOOL_VALUE, DataType.INT32_VALUE})
    void givesMasksPositionsAndAnEmptyPast(int maskType) throws IOException {
        try (OnnxLanguageModel model = open(TinyModels.withEverything(directory.resolve("m.onnx"), maskType))) {
            assertThat(model.run(WINDOWS).rows().values()).containsExactly(logits(1, 0, 2, 3, 0, 6, 2, 3));
            assertThat(model.run(WINDOWS, "masked", ADD_ONE).rows().values())
                    .containsExactly(logits(2, 1, 3, 4, 1, 7, 3, 4));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {DataType.FLOAT16_VALUE, DataType.BFLOAT16_VALUE, DataType.DOUBLE_VALUE})
    void readsAndEditsOtherElementTypes(int type) throws IOException {
        try (OnnxLanguageModel model = open(TinyModels.half(directory.resolve("m.onnx"), type))) {
            assertThat(model.activations(WINDOWS, List.of("half")).get("half").values())
                    .containsExactly(1, 0, 2, 3, -1, 5, 0, 1);
            assertThat(model.run(WINDOWS, "half", ADD_ONE).rows().values())
                    .containsExactly(logits(4, 2, 6, 8, 0, 12, 2, 4));
        }
    }

    @Test
    void anEditReachesBranches() throws IOException {
        try (OnnxLanguageModel model = open(TinyModels.withBranch(directory.resolve("m.onnx")))) {
            assertThat(model.run(WINDOWS).rows().values()).containsExactly(logits(4, 0, 8, 12, -4, 20, 0, 4));
            assertThat(model.run(WINDOWS, "scaled", ADD_ONE).rows().values())
                    .containsExactly(logits(6, 2, 10, 14, -2, 22, 2, 6));
        }
    }

    @Test
    void keepsToFixedSizes() throws IOException {
        Path file = TinyModels.causal(directory.resolve("m.onnx"), DataType.INT64_VALUE, 1, 4);
        try (OnnxLanguageModel model = open(file)) {
            assertThat(model.hookPoint("sum").width()).isEqualTo(2);
            assertThat(model.activations(WINDOWS, List.of("sum")).get("sum").values())
                    .containsExactly(3, 0, 8, 15, -1, 35, 0, 3);
            assertThat(model.run(WINDOWS, "sum", ADD_ONE).rows().values())
                    .containsExactly(logits(4, 1, 9, 16, 0, 36, 1, 4));
            assertThatThrownBy(() -> model.run(List.of(new TokenWindow(new int[5], 0))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the model reads windows of 4 tokens, got one of 5");
        }
    }
}
