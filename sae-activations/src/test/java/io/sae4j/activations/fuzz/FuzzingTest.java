package io.sae4j.activations.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.format.FormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That {@link Fuzzing} notices what it looks for. */
class FuzzingTest {
    private static final List<byte[]> CORPUS = List.of(new byte[100], new byte[1000]);

    @TempDir
    Path directory;

    @AfterEach
    void noFileIsKept() throws Exception {
        try (var kept = Files.newDirectoryStream(Files.createDirectories(Path.of("target", "fuzz")), "*.probe")) {
            for (Path file : kept) {
                Files.delete(file);
            }
        }
    }

    @Test
    void countsFilesReadAndRefused() throws Exception {
        Fuzzing.Outcome outcome = Fuzzing.run("a.probe", CORPUS, directory, file -> {
            if (Files.size(file) < 1000) {
                throw new FormatException(file, "is short");
            }
        });
        assertThat(outcome.read()).isPositive();
        assertThat(outcome.refused()).isPositive();
    }

    @Test
    void noticesOtherExceptions() {
        assertThatThrownBy(() -> Fuzzing.run("a.probe", CORPUS, directory, file -> {
                    if (Files.size(file) != 100 && Files.size(file) != 1000) {
                        throw new NullPointerException("of a reader");
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("of seed")
                .hasMessageContaining("NullPointerException: of a reader");
    }

    @Test
    void noticesMessagesThatDoNotNameTheFile() {
        assertThatThrownBy(() -> Fuzzing.run("a.probe", CORPUS, directory, file -> {
                    throw new IllegalArgumentException("newPosition > limit");
                }))
                .hasStackTraceContaining("does not name the file");
    }

    @Test
    void noticesWhatIsReservedForNothing() {
        byte[][] held = new byte[1][];
        assertThatThrownBy(() -> Fuzzing.run("a.probe", CORPUS, directory, file -> held[0] = new byte[40 << 20]))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("bytes for a file of");
    }
}
