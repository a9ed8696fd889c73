package io.sae4j.activations.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sae4j.activations.SharedData;
import io.sae4j.activations.model.Baseline;
import io.sae4j.activations.model.Edit;
import io.sae4j.activations.model.Edits;
import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.model.LanguageModelEvaluation;
import io.sae4j.activations.model.LanguageModelScores;
import io.sae4j.activations.model.Logits;
import io.sae4j.activations.model.TokenWindow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers of {@code stories260k}, which were computed elsewhere. */
class StoriesTest {
    private static final String MODEL = "stories260k/stories260k-full.onnx";
    private static final String TAIL = "stories260k/stories260k-tail2.onnx";
    private static final String WINDOWS = "stories260k/unit.tokens.jsonl";
    private static final String ROWS = "stories260k/unit-resid2.npy";
    private static final String HOOK = "resid_2";
    private static final int WIDTH = 64;
    /** Largest error of a row, relative to its norm. */
    private static final double ROW_TOLERANCE = 1e-5;

    private static final double NATS_TOLERANCE = 1e-4;

    @TempDir
    Path directory;

    @Test
    void harvestsADeclaredOutput() throws IOException {
        try (OnnxLanguageModel model = open(SharedData.file(MODEL))) {
            assertRows(model.activations(SharedData.windows(WINDOWS), List.of(HOOK))
                    .get(HOOK));
        }
    }

    @Test
    void harvestsWhatIsNotDeclared() throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        Path file = OnnxFiles.write(
                directory.resolve("anonymous.onnx"),
                OnnxFiles.anonymous(OnnxFiles.withoutHooks(OnnxFiles.read(SharedData.file(MODEL))), names));
        try (OnnxLanguageModel model = open(file)) {
            String hook = names.get(HOOK);
            assertThat(hook).isNotEqualTo(HOOK);
            assertRows(model.activations(SharedData.windows(WINDOWS), List.of(hook))
                    .get(hook));
        }
    }

    @Test
    void readsSeveralHooksOfOneRun() throws IOException {
        List<TokenWindow> windows = SharedData.windows(WINDOWS).subList(0, 3);
        try (OnnxLanguageModel model = open(SharedData.file(MODEL))) {
            // t175 is the residual stream within block 2, and no output.
            Map<String, HookRows> rows = model.activations(windows, List.of(HOOK, "t175", "mlpout_2"));

            assertThat(rows.keySet()).containsExactly(HOOK, "t175", "mlpout_2");
            float[] sum = rows.get("t175").values();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += rows.get("mlpout_2").values()[i];
            }
            assertClose(rows.get(HOOK).values(), sum, 0);
        }
    }

    @Test
    void paddingChangesNothing() throws IOException {
        List<TokenWindow> windows = SharedData.windows(WINDOWS);
        try (OnnxLanguageModel model = open(SharedData.file(MODEL))) {
            Logits together = model.run(windows);
            int row = 0;
            for (TokenWindow window : windows.subList(0, 4)) {
                Logits alone = model.run(List.of(window));
                float[] part = Arrays.copyOfRange(
                        together.rows().values(),
                        together.rows().start(row),
                        together.rows().start(row) + alone.rows().values().length);
                assertClose(part, alone.rows().values(), 2e-4f);
                row += window.length();
            }
        }
    }

    @Test
    void crossEntropiesByEditingInsideTheGraph() throws IOException {
        try (OnnxLanguageModel model = open(SharedData.file(MODEL))) {
            LanguageModelScores scores =
                    new LanguageModelEvaluation(model, HOOK, rows -> {}).evaluate(SharedData.windows(WINDOWS));

            JsonNode expected = expected();
            assertThat(scores.predictions())
                    .isEqualTo(expected.get("ce_targets").asLong());
            assertThat(scores.clean()).isEqualTo(expected.get("ce_clean").asDouble(), within(NATS_TOLERANCE));
            assertThat(scores.mean().crossEntropy())
                    .isEqualTo(expected.get("ce_mean_ablated").asDouble(), within(NATS_TOLERANCE));
            assertThat(scores.zero().crossEntropy())
                    .isEqualTo(expected.get("ce_zero_ablated").asDouble(), within(NATS_TOLERANCE));
            assertThat(scores.edited().kl()).isEqualTo(0, within(1e-6));
            assertThat(scores.crossEntropyRecovered(Baseline.MEAN)).isEqualTo(1, within(1e-6));
        }
    }

    @Test
    void crossEntropiesByTheTail() throws IOException {
        List<TokenWindow> windows = SharedData.windows(WINDOWS);
        int[] lengths = windows.stream().mapToInt(TokenWindow::length).toArray();
        float[] rows = SharedData.rows(ROWS);
        JsonNode expected = expected();
        Map<String, Edit> edits = Map.of(
                "ce_clean", unchanged -> {},
                "ce_zero_ablated", Edits.zero(),
                "ce_mean_ablated", Edits.mean(SharedData.mean(rows, WIDTH)));
        try (OnnxTail tail = OnnxTail.open(SharedData.file(TAIL), settings())) {
            edits.forEach((name, edit) -> {
                HookRows edited = HookRows.ofWindows(lengths, WIDTH, rows.clone());
                edit.apply(edited);
                assertThat(crossEntropy(tail.run(edited), windows))
                        .as(name)
                        .isEqualTo(expected.get(name).asDouble(), within(NATS_TOLERANCE));
            });
        }
    }

    @Test
    void anEditOfWhatTheMlpAddsEqualsThatOfTheSum() throws IOException {
        List<TokenWindow> windows = SharedData.windows(WINDOWS).subList(0, 3);
        Edit shift = rows -> {
            for (int i = 0; i < rows.count() * rows.width(); i++) {
                rows.values()[i] += 0.1f * (i % 7 - 3);
            }
        };
        try (OnnxLanguageModel model = open(SharedData.file(MODEL))) {
            float[] ofSum = model.run(windows, HOOK, shift).rows().values();
            float[] ofPart = model.run(windows, "mlpout_2", shift).rows().values();

            assertClose(ofPart, ofSum, 1e-3f);
            assertThat(Arrays.equals(ofPart, model.run(windows).rows().values()))
                    .isFalse();
        }
    }

    @Test
    void anEditReachesAllNamesOfATensor() throws IOException {
        List<TokenWindow> windows = SharedData.windows(WINDOWS).subList(0, 2);
        Path aliased = OnnxFiles.write(
                directory.resolve("aliased.onnx"),
                OnnxFiles.withAlias(OnnxFiles.read(SharedData.file(MODEL)), HOOK, "inner"));
        try (OnnxLanguageModel model = open(SharedData.file(MODEL));
                OnnxLanguageModel other = open(aliased)) {
            float[] expected = model.run(windows, HOOK, Edits.zero()).rows().values();

            assertClose(other.run(windows, HOOK, Edits.zero()).rows().values(), expected, 1e-4f);
            assertClose(other.run(windows, "inner", Edits.zero()).rows().values(), expected, 1e-4f);
        }
    }

    @Test
    void tellsTheStoryThatIsExpected() throws IOException {
        String expected = expected().get("greedy_from_bos").asText();
        List<String> pieces = pieces(SharedData.file("stories260k/tok512.bin"));
        List<Integer> ids = new ArrayList<>(List.of(1));
        StringBuilder story = new StringBuilder();
        try (OnnxLanguageModel model = open(SharedData.file(MODEL))) {
            while (story.length() <= expected.length()) {
                int[] soFar = ids.stream().mapToInt(Integer::intValue).toArray();
                int next = last(model.run(List.of(new TokenWindow(soFar, 0))));
                ids.add(next);
                story.append(pieces.get(next));
            }
        }
        assertThat(story.toString().strip()).startsWith(expected);
    }

    private static int last(Logits logits) {
        int start = logits.rows().start(logits.tokens() - 1);
        int best = 0;
        for (int i = 1; i < logits.vocabulary(); i++) {
            if (logits.rows().values()[start + i] > logits.rows().values()[start + best]) {
                best = i;
            }
        }
        return best;
    }

    private static List<String> pieces(Path vocabulary) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(vocabulary)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.getInt();
        List<String> pieces = new ArrayList<>();
        while (bytes.hasRemaining()) {
            bytes.getFloat();
            byte[] piece = new byte[bytes.getInt()];
            bytes.get(piece);
            pieces.add(new String(piece, StandardCharsets.UTF_8));
        }
        return pieces;
    }

    private static double crossEntropy(Logits logits, List<TokenWindow> windows) {
        double sum = 0;
        int count = 0;
        int row = 0;
        for (TokenWindow window : windows) {
            for (int t = 0; t + 1 < window.length(); t++) {
                int start = logits.rows().start(row + t);
                double total = 0;
                for (int i = 0; i < logits.vocabulary(); i++) {
                    total += Math.exp(logits.rows().values()[start + i]);
                }
                sum += Math.log(total) - logits.rows().values()[start + window.ids()[t + 1]];
                count++;
            }
            row += window.length();
        }
        return sum / count;
    }

    /** AssertJ's comparison of arrays takes seconds for so many numbers. */
    private static void assertClose(float[] actual, float[] expected, float tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
                fail("number %s is %s, not %s", i, actual[i], expected[i]);
            }
        }
    }

    private static void assertRows(HookRows actual) {
        float[] expected = SharedData.rows(ROWS);
        assertThat(actual.width()).isEqualTo(WIDTH);
        assertThat(actual.values()).hasSameSizeAs(expected);
        for (int row = 0; row < actual.count(); row++) {
            double error = 0;
            double norm = 0;
            for (int i = actual.start(row); i < actual.start(row) + WIDTH; i++) {
                error += Math.pow(actual.values()[i] - expected[i], 2);
                norm += Math.pow(expected[i], 2);
            }
            assertThat(Math.sqrt(error / norm)).as("row %s", row).isLessThan(ROW_TOLERANCE);
        }
    }

    private static JsonNode expected() throws IOException {
        return new ObjectMapper()
                .readTree(SharedData.file("stories260k/expected.json").toFile());
    }

    private static OnnxSettings settings() {
        return OnnxSettings.defaults().withThreads(2);
    }

    private static OnnxLanguageModel open(Path path) {
        return OnnxLanguageModel.open(path, settings());
    }
}
