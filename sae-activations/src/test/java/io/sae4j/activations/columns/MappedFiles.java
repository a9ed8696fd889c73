package io.sae4j.activations.columns;

import java.nio.file.Path;

/** Lets tests of other packages map files in small pieces. */
public final class MappedFiles {
    private MappedFiles() {}

    /** {@code file} mapped by windows of {@code bytes}, a power of two. */
    public static MappedFile withWindows(Path file, int bytes) {
        return MappedFile.open(file, bytes);
    }
}
