package io.sae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sae4j.SparseAutoencoder;
import io.sae4j.activations.NpySource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.eval.Metrics;
import io.sae4j.nd.HostArrays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code eval}, {@code encode} and {@code info} say what the library says. */
class ApplyCommandsTest {
    /** More than one block of 1,024 rows. */
    private static final int ROWS = 1500;

    @TempDir
    static Path dir;

    private static Path input;
    private static Path model;

    @BeforeAll
    static void train() {
        input = TestRows.write(dir.resolve("rows.npy"), ROWS, 2);
        model = dir.resolve("sae");
        SaeRun run = SaeRun.of(
                "train",
                "--input",
                input,
                "--hidden-dim",
                24,
                "--k",
                3,
                "--steps",
                30,
                "--batch-size",
                128,
                "--out",
                model);
        assertThat(run.exit()).as(run.err()).isZero();
    }

    @Test
    void evalMeasuresAsTheLibraryDoes() throws IOException {
        SaeRun run = SaeRun.of("eval", "--model", model, "--input", input, "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        Metrics expected = SparseAutoencoder.load(model).evaluate(NpySource.open(input));
        JsonNode json = run.json();
        assertThat(json.get("fvu").asDouble()).isEqualTo(expected.fvu());
        assertThat(json.get("l0").asDouble()).isEqualTo(expected.l0());
        assertThat(json.get("dead_fraction").asDouble()).isEqualTo(expected.deadFraction());
        assertThat(json.get("rows").asLong()).isEqualTo(ROWS);
        assertThat(run.err()).contains("explained variance");
        assertThat(SaeRun.of("eval", "--model", model, "--input", input).out()).contains("explained variance");
    }

    @Test
    void encodeWritesWhatTheLibraryEncodes() {
        Path codes = dir.resolve("codes.npy");
        Path rebuilt = dir.resolve("rebuilt.npy");

        SaeRun run =
                SaeRun.of("encode", "--model", model, "--input", input, "--out", codes, "--reconstruction", rebuilt);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("[1500, 24]").contains("[1500, 8]");
        SparseAutoencoder sae = SparseAutoencoder.load(model);
        INDArray rows = HostArrays.create(TestRows.values(ROWS, 2), ROWS, TestRows.WIDTH);
        assertThat(read(codes)).isEqualTo(HostArrays.toFloats(sae.encodeDense(rows)));
        assertThat(read(rebuilt)).isEqualTo(HostArrays.toFloats(sae.reconstruct(rows)));
    }

    @Test
    void infoTellsArchitectureProvenanceAndMetrics() {
        SaeRun run = SaeRun.of("info", "--model", model);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("encoder +topk")
                .containsPattern("k +3")
                .containsPattern("features +24")
                .containsPattern("input width +8")
                .containsPattern("origin +trained")
                .containsPattern("steps +30")
                .containsPattern("fvu +0\\.");
    }

    @Test
    void aDeviceFileIsNotReplaced() {
        Path device = Path.of("/dev/null");
        if (Files.exists(device)) {
            SaeRun run = SaeRun.of("encode", "--model", model, "--input", input, "--out", device);
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err()).contains("is not a regular file");
        }
    }

    private static float[] read(Path file) {
        NpySource source = NpySource.open(file);
        int rows = (int) source.rowCount().orElseThrow();
        Batch batch = Batch.forSource(source, rows);
        try (RowReader reader = source.sequential()) {
            reader.read(batch);
        }
        return Arrays.copyOf(batch.input(), rows * source.inputWidth());
    }
}
