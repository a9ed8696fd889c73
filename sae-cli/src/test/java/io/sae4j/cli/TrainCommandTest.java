package io.sae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import io.sae4j.SparseAutoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {
    private static final List<String> KEYS = List.of(
            "fvu",
            "explained_variance",
            "mse",
            "l0",
            "l1",
            "cosine",
            "dead_fraction",
            "rows",
            "seconds",
            "rows_per_second");

    @TempDir
    Path dir;

    private Path input;
    private Path validation;
    private Path out;

    @BeforeEach
    void writeRows() {
        input = TestRows.write(dir.resolve("train.npy"), 600, 2);
        validation = TestRows.write(dir.resolve("validation.npy"), 200, 3);
        out = dir.resolve("sae");
    }

    @Test
    void jsonIsAllThatStdoutGets() throws IOException {
        SaeRun run = SaeRun.of(
                "train",
                "--input",
                input,
                "--validation",
                validation,
                "--hidden-dim",
                32,
                "--k",
                4,
                "--steps",
                40,
                "--batch-size",
                64,
                "--lr",
                0.003,
                "--seed",
                7,
                "--engine",
                "graph",
                "--out",
                out,
                "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        JsonNode json = run.json();
        assertThat(ImmutableList.copyOf(json.fieldNames())).containsExactlyElementsOf(KEYS);
        assertThat(json.get("rows").asLong()).isEqualTo(40 * 64);
        assertThat(json.get("seconds").asDouble()).isPositive();
        assertThat(json.get("rows_per_second").asDouble())
                .isEqualTo(json.get("rows").asDouble() / json.get("seconds").asDouble());
        assertThat(json.get("l0").asDouble()).isBetween(0.0, 4.0);
        assertThat(run.err())
                .contains("validation rows (200 rows)")
                .contains("step 40/40")
                .doesNotContain("\r");

        SparseAutoencoder sae = SparseAutoencoder.load(out);
        assertThat(sae.config().dSae()).isEqualTo(32);
        assertThat(sae.config().encoder().requireInt("k")).isEqualTo(4);
        assertThat(sae.provenance().seed()).isEqualTo(7);
        assertThat(sae.provenance().steps()).isEqualTo(40);
    }

    @Test
    void tableGoesToStdoutWithoutJson() {
        SaeRun run = SaeRun.of("train", "--input", input, "--steps", 20, "--batch-size", 64, "--out", out);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("Metrics on training rows (600 rows)")
                .contains("variance unexplained (FVU)")
                .contains("per row, of 64")
                .contains("saved to " + out);
        assertThat(run.err()).contains("step 1/20").contains("rows/s").contains("left");
    }

    @ParameterizedTest
    @CsvSource({"relu, --l1, 0.1", "jumprelu, --l0, 0.1", "relu, --epochs, 1", "jumprelu, --expansion, 2"})
    void everyEncoderTrains(String encoder, String option, String value) {
        SaeRun run = SaeRun.of(
                "train",
                "--input",
                input,
                "--encoder",
                encoder,
                option,
                value,
                "--batch-size",
                100,
                "--out",
                out,
                option.equals("--epochs") ? "--seed" : "--steps",
                "2");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(SparseAutoencoder.load(out).config().encoder().name()).isEqualTo(encoder);
    }

    @ParameterizedTest
    @CsvSource({"--k, 3, 3", "--seed, 1, 2"})
    void batchTopKIsSavedAsTheJumpReluItBecomes(String option, String value, int k) {
        Object[] command = {"train", "--input", input, "--encoder", "batchtopk", option, value, "--batch-size", 100};

        SaeRun run = SaeRun.of(append(append(append(append(command, "--out"), out), "--steps"), 40));

        assertThat(run.exit()).as(run.err()).isZero();
        SparseAutoencoder sae = SparseAutoencoder.load(out);
        assertThat(sae.config().encoder().name()).isEqualTo("jumprelu");
        assertThat(sae.provenance().recipe().get("encoder").toString()).contains("name=batchtopk", "k=" + k);
        assertThat(SaeRun.of("info", "--model", out).out()).contains("jumprelu").contains("batchtopk");
    }

    @Test
    void aRecipeIsTrainedWithTheOptionsOnTop() {
        Object[] command = {
            "train",
            "--input",
            input,
            "--recipe",
            "sae-lens-top-k",
            "--k",
            3,
            "--steps",
            3,
            "--batch-size",
            50,
            "--schedule",
            "cosine",
            "--out",
            out
        };
        SaeRun run = SaeRun.of(command);

        assertThat(run.exit()).as(run.err()).isZero();
        SparseAutoencoder sae = SparseAutoencoder.load(out);
        assertThat(sae.config().encoder().requireInt("k")).isEqualTo(3);
        assertThat(sae.provenance().recipe())
                .containsEntry("batchSize", 50)
                .containsEntry("learningRate", 3e-4)
                .containsEntry("unitNormDecoder", false);
        assertThat(sae.provenance().recipe().get("schedule").toString()).contains("COSINE");
    }

    @ParameterizedTest
    @CsvSource({"adam, ADAM, 0.0", "adamw, ADAM, 0.01", "signsgd, SIGN, 0.0"})
    void optimizersAreChosenByName(String name, String algorithm, double weightDecay) {
        SaeRun run = SaeRun.of(
                "train", "--input", input, "--optimizer", name, "--steps", 2, "--batch-size", 50, "--out", out);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(SparseAutoencoder.load(out).provenance().recipe())
                .containsEntry("optimizer", algorithm)
                .containsEntry("weightDecay", weightDecay);
    }

    @Test
    void anOlderSaeIsReplaced() throws IOException {
        Object[] command = {"train", "--input", input, "--steps", 2, "--batch-size", 64, "--out", out, "--hidden-dim"};

        assertThat(SaeRun.of(append(command, 16)).exit()).isZero();
        assertThat(SaeRun.of(append(command, 24)).exit()).isZero();

        assertThat(SparseAutoencoder.load(out).config().dSae()).isEqualTo(24);
        try (var entries = Files.list(dir)) {
            assertThat(entries).containsExactlyInAnyOrder(input, validation, out);
        }
    }

    private static Object[] append(Object[] items, Object last) {
        Object[] all = java.util.Arrays.copyOf(items, items.length + 1);
        all[items.length] = last;
        return all;
    }
}
