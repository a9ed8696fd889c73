package io.sae4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: signals, exit codes, and a stdout that native code shares. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class ProcessTest {
    private static final int SIGTERM_EXIT = 143;

    @TempDir
    Path dir;

    @Test
    void stdoutHoldsTheJsonLineAlone() throws Exception {
        Process process = start(
                List.of(),
                "quickstart",
                "--steps",
                "5",
                "--out",
                dir.resolve("sae").toString(),
                "--json");

        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(out.lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(out).get("rows").asLong()).isEqualTo(5 * 1024);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void terminationLeavesNothingBehind() throws Exception {
        Path temporary = Files.createDirectory(dir.resolve("tmp"));
        Path place = Files.createDirectory(dir.resolve("place"));
        Process process = start(
                List.of("-Djava.io.tmpdir=" + temporary),
                "quickstart",
                "--steps",
                "1000000",
                "--out",
                place.resolve("sae").toString());
        List<String> said = new ArrayList<>();
        try (BufferedReader err = process.errorReader(UTF_8)) {
            awaitLine(err, said, "step ");
            // The process's own method would close its streams.
            process.toHandle().destroy();
            err.lines().forEach(said::add);
        }

        assertThat(process.waitFor()).isEqualTo(SIGTERM_EXIT);
        assertThat(said).last().asString().contains("sae: interrupted");
        assertThat(place).isEmptyDirectory();
        try (var left = Files.list(temporary)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("sae-quickstart"));
        }
    }

    @Test
    void tooLittleOffHeapMemoryIsToldWithTheFlags() throws Exception {
        Path input = TestRows.write(dir.resolve("rows.npy"), 300, 2);
        Process process = start(
                List.of("-Dorg.bytedeco.javacpp.maxbytes=8m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=8g"),
                "train",
                "--input",
                input.toString(),
                "--hidden-dim",
                "1000000",
                "--out",
                dir.resolve("sae").toString());

        List<String> said = process.errorReader(UTF_8).lines().toList();
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said).last().asString().startsWith("sae: ").contains("-Dorg.bytedeco.javacpp.maxbytes=");
        assertThat(dir.resolve("sae")).doesNotExist();
    }

    private static void awaitLine(BufferedReader reader, List<String> said, String start) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            said.add(line);
            if (line.startsWith(start)) {
                return;
            }
        }
        throw new AssertionError("ended before a line that starts with '" + start + "': " + said);
    }

    private static Process start(List<String> options, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx1g");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        return builder.start();
    }
}
