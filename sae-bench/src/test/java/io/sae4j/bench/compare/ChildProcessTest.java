package io.sae4j.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sae4j.bench.Main;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Rows in processes of their own. */
@Timeout(120)
class ChildProcessTest {
    private static final Workload TINY = new Workload(8, 32, 16, 4, 1, 2);

    @TempDir
    Path dir;

    @Test
    @EnabledOnOs(OS.LINUX)
    void bringsBackTimesAndPeakMemory() throws Exception {
        Measurement measurement = ChildProcess.measure(MemoryBandwidth.LABEL, TINY, Map.of());

        assertThat(measurement.times()).isNotEmpty().allMatch(time -> time > 0);
        assertThat(measurement.peakMb()).isBetween(256.0, 4000.0);
        assertThat(MemoryBandwidth.gigabytesPerSecond(measurement)).isBetween(0.5, 5000.0);
    }

    @Test
    void aFailureTellsTheRowAndWhatItSaid() {
        assertThatThrownBy(() -> ChildProcess.measure("ours-nowhere", TINY, Map.of()))
                .isInstanceOf(FailedRowException.class)
                .hasMessageStartingWith("ours-nowhere failed (exit code 1): ")
                .hasMessageContaining("unknown row 'ours-nowhere'")
                .message()
                .doesNotContain("\tat ", "\n");
    }

    @Test
    @Tag("slow")
    void comparesFromTheCommandLine() throws Exception {
        Path json = dir.resolve("result.json");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "compare",
                        "--d=8",
                        "--m=32",
                        "--batch=16",
                        "--k=4",
                        "--rounds=2",
                        "--only=ours-graph-topk",
                        "--json=" + json))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("round 2 of 2: ours-graph-topk", "one training step: d 8, m 32, batch 16, k 4");
        JsonNode rows = Json.MAPPER.readTree(json.toFile()).get("rows");
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).get("median_ms").doubleValue()).isPositive();
    }
}
