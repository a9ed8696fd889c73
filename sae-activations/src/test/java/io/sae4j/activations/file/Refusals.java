package io.sae4j.activations.file;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.format.FormatException;
import java.nio.file.Path;

/** One clear error for each file that cannot be used. */
final class Refusals {
    private Refusals() {}

    /** Writes {@code content} to {@code file} and expects exactly this problem. */
    static void assertRefused(Path file, byte[] content, String problem) {
        assertRefused(Written.write(file, content), FileOptions.none(), problem);
    }

    static void assertRefused(Path file, FileOptions options, String problem) {
        assertThatThrownBy(() -> ActivationFiles.open(file, options))
                .isInstanceOf(FormatException.class)
                .hasMessage(file + problem);
    }

    static void assertAsksFor(Path file, FileOptions options, String message) {
        assertThatThrownBy(() -> ActivationFiles.open(file, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + message);
    }
}
