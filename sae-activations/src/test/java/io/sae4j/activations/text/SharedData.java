package io.sae4j.activations.text;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files that lie beside the project and are not part of it. */
final class SharedData {
    private static final Path FOLDER = Path.of(System.getProperty("basedir", ""), "..", "..", "shared", "data");

    private SharedData() {}

    /** Skips the test where there is no such file. */
    static Path file(String name) {
        Path file = FOLDER.resolve(name);
        assumeThat(Files.exists(file))
                .as("%s is not beside the project; this test needs it", name)
                .isTrue();
        return file;
    }
}
