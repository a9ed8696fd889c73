package io.sae4j.cli;

import io.sae4j.format.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out before the work begins whether its result can be written. */
final class Outputs {
    /** The file that tells a saved SAE, which may be replaced, from other directories, which may not. */
    private static final String SAE_MARKER = "cfg.json";

    private Outputs() {}

    /** Throws unless an SAE can be saved as {@code directory}: a new or empty one, or an older SAE. */
    static void requireSaeDirectory(Path directory) {
        AtomicFiles.checkReplaceable(directory, SAE_MARKER);
        requireWritableParent(directory);
    }

    /** Throws unless {@code file} can be written or replaced. */
    static void requireFile(Path file) {
        // Not only directories: replacing /dev/null by a file would harm the whole machine.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FailedRunException(file + " exists and is not a regular file; not overwritten");
        }
        requireWritableParent(file);
    }

    /** Tries it: permissions alone do not tell about read-only and virtual file systems. */
    private static void requireWritableParent(Path target) {
        Path parent = target.toAbsolutePath().normalize().getParent();
        if (parent == null) {
            throw new FailedRunException("cannot write " + target + ": it is the root of a file system");
        }
        if (!Files.exists(parent)) {
            throw new FailedRunException("cannot write " + target + ": directory " + parent + " does not exist");
        }
        if (!Files.isDirectory(parent)) {
            throw new FailedRunException("cannot write " + target + ": " + parent + " is not a directory");
        }
        try {
            Files.delete(Files.createTempFile(parent, ".sae-", ".tmp"));
        } catch (IOException e) {
            throw new FailedRunException("cannot write " + target + ": directory " + parent + " is not writable", e);
        }
    }

    /** Removes a directory that nobody put anything into. */
    static void deleteIfEmpty(Path directory) {
        try {
            Files.delete(directory);
        } catch (DirectoryNotEmptyException e) {
            // Somebody did meanwhile.
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory + ": " + e, e);
        }
    }
}
