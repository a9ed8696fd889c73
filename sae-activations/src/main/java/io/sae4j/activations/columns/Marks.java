package io.sae4j.activations.columns;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Tells formats by suffix or first bytes. */
public final class Marks {
    private Marks() {}

    /**
     * Whether {@code file} has one of {@code suffixes} or begins with {@code mark}.
     *
     * @throws UncheckedIOException when it cannot be read
     */
    public static boolean recognised(Path file, List<String> suffixes, byte[] mark) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (suffixes.stream().anyMatch(name::endsWith)) {
            return true;
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return Arrays.equals(stream.readNBytes(mark.length), mark);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        }
    }
}
