package io.sae4j.format;

import static io.sae4j.format.FormatTests.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    private static final String MARKER = "cfg.json";
    private static final List<String> OWNED = List.of(MARKER, "stale.json");

    @TempDir
    Path directory;

    @Test
    void aFailureLeavesTheOlderFile() throws IOException {
        Path file = directory.resolve("a.txt");
        AtomicFiles.writeFile(file, path -> Files.writeString(path, "one"));
        AtomicFiles.writeFile(file, path -> Files.writeString(path, "two"));
        assertThat(file).hasContent("two");
        assertThatThrownBy(() -> AtomicFiles.writeFile(file, path -> {
                    Files.writeString(path, "half");
                    throw new IOException("disk full");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + file + ": disk full");
        assertThatThrownBy(() -> AtomicFiles.writeFile(file, path -> {
                    Files.writeString(path, "half");
                    throw new IllegalStateException("bug");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(file).hasContent("two");
        assertThat(names(directory)).containsExactly("a.txt");
    }

    @Test
    void replacesADirectoryAndKeepsWhatIsNotOwned() throws IOException {
        Path target = directory.resolve("deep/sae");
        write(target, "one");
        Files.writeString(target.resolve("stale.json"), "old");
        Files.writeString(target.resolve("README.md"), "mine");
        Files.createDirectory(target.resolve("plots"));
        write(target, "two");
        assertThat(names(target)).containsExactly("README.md", MARKER, "plots");
        assertThat(target.resolve(MARKER)).hasContent("two");
        assertThat(names(target.getParent())).containsExactly("sae");
    }

    @Test
    void anEmptyDirectoryIsFilled() throws IOException {
        Path target = Files.createDirectory(directory.resolve("empty"));
        write(target, "one");
        assertThat(names(target)).containsExactly(MARKER);
    }

    @Test
    void aFailureLeavesTheOlderDirectory() {
        Path target = directory.resolve("sae");
        write(target, "one");
        assertThatThrownBy(() -> AtomicFiles.writeDirectory(target, MARKER, OWNED, path -> {
                    Files.writeString(path.resolve(MARKER), "half");
                    throw new IOException("disk full");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + target + ": disk full");
        assertThat(target.resolve(MARKER)).hasContent("one");
        assertThat(names(directory)).containsExactly("sae");
    }

    @Test
    void refusesToReplaceWhatIsSomethingElse() throws IOException {
        Path photos = Files.createDirectory(directory.resolve("photos"));
        Files.writeString(photos.resolve("cat.txt"), "cat");
        assertThatThrownBy(() -> write(photos, "x"))
                .isInstanceOf(FormatException.class)
                .hasMessage(photos + ": is not empty and holds no cfg.json; not overwritten");
        Path file = photos.resolve("cat.txt");
        assertThatThrownBy(() -> write(file, "x"))
                .isInstanceOf(FormatException.class)
                .hasMessage(file + ": is a file; a directory is to be written here");
        assertThat(names(photos)).containsExactly("cat.txt");
    }

    private static void write(Path target, String text) {
        AtomicFiles.writeDirectory(target, MARKER, OWNED, path -> Files.writeString(path.resolve(MARKER), text));
    }
}
