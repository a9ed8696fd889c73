package io.sae4j.activations.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** What a file is by its name and its first bytes. */
final class FileHead {
    private FileHead() {}

    /** The first {@code count} bytes, fewer when the file is shorter. */
    static byte[] bytes(Path file, int count) {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes(count);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        }
    }

    static boolean startsWith(byte[] head, byte... magic) {
        return head.length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }

    /** Whether the name ends with one of {@code suffixes}, in lower or upper case. */
    static boolean hasSuffix(Path file, String... suffixes) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return Arrays.stream(suffixes).anyMatch(name::endsWith);
    }
}
