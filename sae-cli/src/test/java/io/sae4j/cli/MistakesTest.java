package io.sae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake gets one line, the right exit code, and leaves nothing behind. */
class MistakesTest {
    private static final int USAGE = 2;
    private static final int FAILED = 1;

    @TempDir
    Path dir;

    private Path input;
    private Path out;

    @BeforeEach
    void writeRows() {
        input = TestRows.write(dir.resolve("rows.npy"), 300, 2);
        out = dir.resolve("sae");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--encoder tupk            | unknown encoder 'tupk'; known are relu, topk, batchtopk, jumprelu, gated",
                "--k 65                    | --k must be at most the hidden dim 64, got 65",
                "--hidden-dim 8 --k 9      | --k must be at most the hidden dim 8, got 9",
                "--k 0                     | k must be",
                "--matryoshka 4,x          | --matryoshka must be numbers of features such as 16,64 or 16:0.5,64, or auto, got '4,x'",
                "--matryoshka 4,           | --matryoshka must be numbers of features",
                "--matryoshka 8,4          | --matryoshka: widths of matryoshka levels must ascend, got [8, 4]",
                "--matryoshka 0,4          | --matryoshka: width of a level must be positive, got 0",
                "--matryoshka 4:0          | --matryoshka: weights of matryoshka levels must be positive and finite, got 0.0",
                "--matryoshka 4,64         | --matryoshka must stay below the hidden dim 64, got 64",
                "--hidden-dim 0            | hiddenDim must be positive, got 0",
                "--hidden-dim x            | 'x' is not an int",
                "--expansion -1            | --expansion must be positive",
                "--hidden-dim 8 --expansion 2 | exclude each other",
                "--steps 3 --epochs 2      | exclude each other",
                "--steps 0                 | steps must be positive, got 0",
                "--epochs -2               | epochs must be positive, got -2",
                "--batch-size 0            | batchSize must be positive, got 0",
                "--lr NaN                  | got NaN",
                "--lr -1                   | got -1",
                "--engine warp             | expected one of",
                "--l1 0.1                  | --l1 does not apply to --encoder topk",
                "--l0 0.1                  | --l0 does not apply to --encoder topk",
                "--encoder batchtopk --k 65 | --k must be at most the hidden dim 64, got 65",
                "--encoder batchtopk --l0 1 | --l0 does not apply to --encoder batchtopk; topk and batchtopk take --k",
                "--encoder relu --k 3      | --k does not apply to --encoder relu",
                "--encoder relu --l0 3     | --l0 does not apply to --encoder relu",
                "--encoder jumprelu --l1 3 | --l1 does not apply to --encoder jumprelu",
                "--target-l0 65            | --target-l0 must be at most the hidden dim 64, got 65",
                "--target-l0 0             | targetL0 must be positive and finite, got 0",
                "--k 3 --target-l0 3       | --k and --target-l0 exclude each other",
                "--encoder relu --l1 1 --target-l0 3 | --l1 and --target-l0 exclude each other",
                "--recipe sae-lens         | unknown recipe 'sae-lens'; known are anthropic-april-2024, ",
                "--recipe sae-lens-top-k   | --k must be at most the hidden dim 64, got 100, the recipe's",
                "--recipe open-ai-top-k --k 65 | --k must be at most the hidden dim 64, got 65",
                "--recipe open-ai-top-k --l1 1 | --l1 does not apply to --recipe open-ai-top-k, which takes --k",
                "--recipe open-ai-top-k --encoder relu | brings its encoder; leave out --encoder",
                "--recipe open-ai-top-k --optimizer adam | --recipe and --optimizer exclude each other",
                "--recipe sae-lens-standard --l1 -1 | coefficient of loss 'l1' must be at least 0",
                "--schedule cubic          | expected one of",
                "--optimizer sgd           | expected one of",
                "--frobnicate              | --frobnicate",
                "--input                   | --input",
            })
    void wrongOptionsAreUsage(String options, String message) {
        Object[] train = {"train", "--input", input, "--out", out};
        Object[] all = concat(train, (Object[]) options.strip().split(" +"));

        assertMistake(SaeRun.of(all), USAGE, message);
    }

    @Test
    void missingOptionsAndCommandsAreUsage() {
        assertMistake(SaeRun.of("train", "--input", input), USAGE, "--out");
        assertMistake(SaeRun.of("eval", "--input", input), USAGE, "--model");
        assertMistake(
                SaeRun.of(), USAGE, "missing command; known are quickstart, train, eval, encode, hooks, harvest, info");
        assertMistake(SaeRun.of("trane"), USAGE, "trane");
        assertMistake(
                SaeRun.of("encode", "--model", out, "--input", input, "--out", input),
                USAGE,
                "--input and --out must be different files");
    }

    @Test
    void unusableInputFails() throws IOException {
        Path text = Files.writeString(dir.resolve("text.npy"), "not numbers at all, but long enough to hold a header");
        Path empty = Files.createFile(dir.resolve("empty.npy"));
        byte[] bytes = Files.readAllBytes(input);
        Path cut = Files.write(dir.resolve("cut.npy"), Arrays.copyOf(bytes, bytes.length - 5));
        Path noRows = TestRows.write(dir.resolve("none.npy"), new float[0], 8);

        assertMistake(train(dir.resolve("nope.npy")), FAILED, "nope.npy does not exist");
        assertMistake(
                train(Files.createDirectory(dir.resolve("bare"))), FAILED, "bare: holds no file of a known format");
        assertMistake(train(text), FAILED, "text.npy: is not an .npy file");
        assertMistake(train(empty), FAILED, "empty.npy: ends within the .npy header");
        assertMistake(train(cut), FAILED, "cut.npy: is truncated");
        assertMistake(train(noRows), FAILED, "none.npy: holds no numbers");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void badNumbersFailWithTheirRow(float bad) {
        float[] values = TestRows.values(300, 2);
        values[217 * TestRows.WIDTH + 3] = bad;
        Path file = TestRows.write(dir.resolve("bad.npy"), values, TestRows.WIDTH);
        String message = "bad.npy: activations contain " + bad + " at row 217, column 3";

        assertMistake(train(file), FAILED, message);
        assertMistake(
                SaeRun.of("train", "--input", input, "--validation", file, "--steps", 2, "--out", out),
                FAILED,
                message);

        trainWell();
        assertMistake(SaeRun.of("eval", "--model", out, "--input", file), FAILED, message);
        Path codes = dir.resolve("codes.npy");
        assertMistake(SaeRun.of("encode", "--model", out, "--input", file, "--out", codes), FAILED, message);
        assertThat(codes).doesNotExist();
    }

    @Test
    void rowsOfAnotherWidthFail() {
        Path wide = TestRows.write(dir.resolve("wide.npy"), new float[50], 10);
        trainWell();

        String message = "wide.npy has rows of width 10, but the SAE in " + out + " was trained on width 8";
        assertMistake(SaeRun.of("eval", "--model", out, "--input", wide), FAILED, message);
        assertMistake(
                SaeRun.of("encode", "--model", out, "--input", wide, "--out", dir.resolve("c.npy")), FAILED, message);
        assertMistake(
                SaeRun.of("train", "--input", input, "--validation", wide, "--out", dir.resolve("other")),
                FAILED,
                "validation rows have width 10, training rows 8");
    }

    @Test
    void unwritableOutputFailsBeforeTraining() throws IOException {
        Path full = Files.createDirectory(dir.resolve("full"));
        Files.writeString(full.resolve("thesis.txt"), "do not lose");
        Path parentIsFile = input.resolve("sae");
        Path parentIsMissing = dir.resolve("no").resolve("sae");

        assertMistake(trainTo(input), FAILED, "is a file; a directory is to be written here");
        assertMistake(trainTo(full), FAILED, "is not empty and holds no cfg.json; not overwritten");
        assertMistake(trainTo(parentIsFile), FAILED, "is not a directory");
        assertMistake(trainTo(parentIsMissing), FAILED, "does not exist");
        assertMistake(SaeRun.of("quickstart", "--out", full), FAILED, "not overwritten");
        assertThat(full.resolve("thesis.txt")).hasContent("do not lose");

        trainWell();
        for (Path file : new Path[] {full, parentIsFile, parentIsMissing}) {
            assertMistake(
                    SaeRun.of("encode", "--model", out, "--input", input, "--out", file), FAILED, file.toString());
        }
    }

    @Test
    void unreadableModelFails() throws IOException {
        Path broken = Files.createDirectory(dir.resolve("broken"));
        Files.writeString(broken.resolve("cfg.json"), "{");
        Files.writeString(broken.resolve("sae_weights.safetensors"), "");

        assertMistake(SaeRun.of("info", "--model", dir.resolve("nope")), FAILED, "nope does not exist");
        assertMistake(SaeRun.of("info", "--model", dir), FAILED, "is not a saved SAE of a known format");
        assertMistake(SaeRun.of("eval", "--model", broken, "--input", input), FAILED, "cfg.json");
    }

    @Test
    void debugShowsTheStackTrace() {
        SaeRun run = SaeRun.of("info", "--model", dir.resolve("nope"), "--debug");

        assertThat(run.exit()).isEqualTo(FAILED);
        assertThat(run.err()).startsWith("sae: ").contains("\tat io.sae4j.cli");
    }

    private void trainWell() {
        SaeRun run = SaeRun.of("train", "--input", input, "--steps", 2, "--batch-size", 50, "--out", out);
        assertThat(run.exit()).as(run.err()).isZero();
    }

    private SaeRun train(Path file) {
        return SaeRun.of("train", "--input", file, "--steps", 2, "--out", dir.resolve("never"));
    }

    private SaeRun trainTo(Path directory) {
        return SaeRun.of("train", "--input", input, "--steps", 2, "--out", directory);
    }

    private void assertMistake(SaeRun run, int exit, String message) {
        assertThat(run.err()).contains(message).startsWith("sae: ");
        assertThat(run.err().lines()).as(run.err()).hasSize(1);
        assertThat(run.exit()).isEqualTo(exit);
        assertThat(run.out()).isEmpty();
        assertThat(dir.resolve("never")).doesNotExist();
    }

    private static Object[] concat(Object[] first, Object... second) {
        Object[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
