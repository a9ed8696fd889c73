package io.sae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sae4j.activations.NpySource;
import io.sae4j.activations.store.ActivationStore;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Harvesting from a language model and measuring in it, by the command line. */
class LanguageModelCommandsTest {
    private static final String HOOK = "resid_2";
    private static final double TOLERANCE = 1e-5;

    @TempDir
    private Path dir;

    private Path data;
    private Path model;
    private Path unit;

    @BeforeEach
    void findModel() {
        data = Path.of(System.getProperty("sae4j.shared", "../../shared")).resolve("data/stories260k");
        model = data.resolve("stories260k-full.onnx");
        unit = data.resolve("unit.tokens.jsonl");
        assumeTrue(Files.exists(model), "the test model " + model + " is not here");
    }

    @Test
    void listsHookPoints() throws IOException {
        SaeRun run = SaeRun.of("hooks", "--model", model, "--json");
        assertThat(run.exit()).isZero();
        JsonNode hooks = run.json().get("hooks");
        assertThat(hooks.findValuesAsText("name")).contains("embed", HOOK, "mlpout_2");
        assertThat(hooks.findValuesAsText("kind")).contains("residual", "mlp").doesNotContain("other");
        SaeRun all = SaeRun.of("hooks", "--model", model, "--json", "--all");
        assertThat(all.json().get("hooks").size()).isGreaterThan(hooks.size());
        assertThat(SaeRun.of("hooks", "--model", model).out())
                .containsPattern(HOOK + " +residual +\\[tokens, 64]")
                .contains("--all lists them");
    }

    @Test
    void harvestsAnNpyFile() throws IOException {
        Path out = dir.resolve("unit.npy");
        SaeRun run = SaeRun.of("harvest", "--model", model, "--hook", HOOK, "--tokens", unit, "--out", out, "--json");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.json().get("tokens").asInt()).isEqualTo(4096);
        assertThat(run.json().get("windows").asInt()).isEqualTo(12);
        assertSameRows(NpySource.open(out), NpySource.open(data.resolve("unit-resid2.npy")));
    }

    @Test
    void harvestsAStoreThatTrainsAndIsMeasuredInTheModel() throws IOException {
        Path store = dir.resolve("store");
        SaeRun harvest = SaeRun.of(
                "harvest", "--model", model, "--hook", HOOK, "--hook", "mlpout_2", "--tokens", unit, "--out", store);
        assertThat(harvest.exit()).as(harvest.err()).isZero();
        assertThat(harvest.out()).contains("Harvested 4,096 tokens of 12 windows at resid_2, mlpout_2");
        assertThat(ActivationStore.open(store).hooks()).containsOnlyKeys(HOOK, "mlpout_2");
        assertSameRows(ActivationStore.open(store).source(HOOK), NpySource.open(data.resolve("unit-resid2.npy")));

        Path sae = dir.resolve("sae");
        SaeRun several = SaeRun.of("train", "--input", store, "--steps", 2, "--out", sae);
        assertThat(several.exit()).isEqualTo(ExitCodes.USAGE);
        assertThat(several.err()).contains("holds several hook points; choose one by --tensor: resid_2, mlpout_2");
        SaeRun unknown = SaeRun.of("train", "--input", store, "--tensor", "embed", "--steps", 2, "--out", sae);
        assertThat(unknown.exit()).isEqualTo(ExitCodes.USAGE);
        assertThat(unknown.err()).contains("has no hook point 'embed'; there are resid_2, mlpout_2");
        SaeRun train = SaeRun.of(
                "train",
                "--input",
                store,
                "--tensor",
                HOOK,
                "--k",
                16,
                "--hidden-dim",
                256,
                "--steps",
                300,
                "--out",
                sae);
        assertThat(train.exit()).as(train.err()).isZero();

        SaeRun eval = SaeRun.of(
                "eval",
                "--model",
                sae,
                "--input",
                store,
                "--tensor",
                HOOK,
                "--onnx",
                model,
                "--hook",
                HOOK,
                "--tokens",
                unit,
                "--json");
        assertThat(eval.exit()).as(eval.err()).isZero();
        JsonNode json = eval.json();
        assertThat(json.get("ce_clean").asDouble()).isCloseTo(1.16571, within(1e-4));
        assertThat(json.get("ce_mean_ablated").asDouble()).isCloseTo(5.54250, within(1e-4));
        assertThat(json.get("ce_zero_ablated").asDouble()).isCloseTo(6.23832, within(1e-4));
        assertThat(json.get("ce_recovered_against_mean").asDouble()).isBetween(0.7, 1.0);
        assertThat(json.get("fvu").asDouble()).isBetween(0.0, 0.3);
        assertThat(json.get("predictions").asInt()).isEqualTo(4084);
    }

    @Test
    void harvestsText() throws IOException {
        Path text =
                Files.writeString(dir.resolve("story.txt"), "Once upon a time, there was a little girl named Lily.");
        Path out = dir.resolve("story.npy");
        SaeRun run = SaeRun.of(
                "harvest",
                "--model",
                model,
                "--hook",
                HOOK,
                "--tokenizer",
                data.resolve("tok512.bin"),
                "--text",
                text,
                "--out",
                out);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(NpySource.open(out).rowCount().orElseThrow()).isBetween(10L, 60L);
    }

    @Test
    void mistakesAreToldInOneLine() throws IOException {
        Path out = dir.resolve("out.npy");
        Path noModel = Files.writeString(dir.resolve("no.onnx"), "not a model");
        Path noTokens = Files.createFile(dir.resolve("none.jsonl"));
        assertMistake(
                2, "no hook point 'resid2'", "--model", model, "--hook", "resid2", "--tokens", unit, "--out", out);
        assertMistake(
                1, "no.onnx: is not an ONNX model", "--model", noModel, "--hook", HOOK, "--tokens", unit, "--out", out);
        assertMistake(
                1, "nope.onnx does not exist", "--model", "nope.onnx", "--hook", HOOK, "--tokens", unit, "--out", out);
        assertMistake(2, "--text needs --tokenizer", "--model", model, "--hook", HOOK, "--text", unit, "--out", out);
        assertMistake(
                2, "--tokens, or --text with --tokenizer, is needed", "--model", model, "--hook", HOOK, "--out", out);
        assertMistake(1, "has no tokens", "--model", model, "--hook", HOOK, "--tokens", noTokens, "--out", out);
        assertMistake(
                2,
                "takes one --hook",
                "--model",
                model,
                "--hook",
                HOOK,
                "--hook",
                "embed",
                "--tokens",
                unit,
                "--out",
                out);
        assertMistake(
                2,
                "twice",
                "--model",
                model,
                "--hook",
                HOOK,
                "--hook",
                HOOK,
                "--tokens",
                unit,
                "--out",
                dir.resolve("s"));
        Path store = dir.resolve("empty-store");
        assertMistake(1, "has no tokens", "--model", model, "--hook", HOOK, "--tokens", noTokens, "--out", store);
        assertThat(store).doesNotExist();
        assertThat(out).doesNotExist();
        assertThat(SaeRun.of("eval", "--model", dir, "--onnx", model).err())
                .contains("--onnx, --hook and --tokens (or --text) are needed together");
    }

    private static void assertMistake(int exit, String message, Object... harvest) {
        Object[] all = new Object[harvest.length + 1];
        all[0] = "harvest";
        System.arraycopy(harvest, 0, all, 1, harvest.length);
        SaeRun run = SaeRun.of(all);
        assertThat(run.err()).contains(message);
        assertThat(run.err().lines().filter(line -> line.startsWith("sae: "))).hasSize(1);
        assertThat(run.exit()).isEqualTo(exit);
    }

    /** Errors are relative to the norm of the row. */
    private static void assertSameRows(ActivationSource actual, ActivationSource expected) {
        List<Batch> batches = List.of(all(actual), all(expected));
        int width = expected.inputWidth();
        assertThat(batches.get(0).rows()).isEqualTo(batches.get(1).rows());
        for (int r = 0; r < batches.get(1).rows(); r++) {
            double error = 0;
            double norm = 0;
            for (int i = r * width; i < (r + 1) * width; i++) {
                error += Math.pow(batches.get(0).input()[i] - batches.get(1).input()[i], 2);
                norm += Math.pow(batches.get(1).input()[i], 2);
            }
            assertThat(Math.sqrt(error / norm)).as("row %s", r).isLessThan(TOLERANCE);
        }
    }

    private static Batch all(ActivationSource source) {
        Batch batch = Batch.forSource(source, (int) source.rowCount().orElseThrow());
        try (RowReader reader = source.sequential()) {
            reader.read(batch);
        }
        return batch;
    }
}
