package io.sae4j.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes files and directories beside their place and moves them in when complete, so that a failure leaves what was
 * there before.
 */
public final class AtomicFiles {
    private AtomicFiles() {}

    /** Writes content to the path that it is given. */
    @FunctionalInterface
    public interface ContentWriter {
        void write(Path path) throws IOException;
    }

    /**
     * Writes one file, replacing the one that is there. Missing parent directories are made.
     *
     * @throws UncheckedIOException when writing or moving fails; {@code target} is then as it was
     */
    public static void writeFile(Path target, ContentWriter writer) {
        try {
            Path temporary = temporarySibling(target);
            try {
                writer.write(temporary);
                moveIntoPlace(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw failure(target, e);
        }
    }

    /**
     * Writes a directory. {@code writer} fills an empty one beside {@code target}, which then takes its place. Entries
     * of an older directory that are not named in {@code owned} are carried over.
     *
     * @param marker file whose presence says that a non-empty directory may be replaced
     * @param owned names of entries that belong to what is replaced and go with it
     * @throws FormatException when {@code target} is a file or a non-empty directory without {@code marker}
     * @throws UncheckedIOException when writing or moving fails; {@code target} is then as it was
     */
    public static void writeDirectory(Path target, String marker, List<String> owned, ContentWriter writer) {
        checkReplaceable(target, marker);
        try {
            Path real = Files.exists(target) ? target.toRealPath() : target;
            Path temporary = temporarySibling(real);
            try {
                Files.createDirectory(temporary);
                writer.write(temporary);
                swapIn(temporary, real, owned);
            } finally {
                deleteTree(temporary);
            }
        } catch (IOException e) {
            throw failure(target, e);
        }
    }

    /** Throws what {@link #writeDirectory} would throw for a {@code target} that must not be replaced. */
    public static void checkReplaceable(Path target, String marker) {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new FormatException(target, "is a file; a directory is to be written here");
        }
        if (!Files.exists(target.resolve(marker)) && !isEmpty(target)) {
            throw new FormatException(target, "is not empty and holds no " + marker + "; not overwritten");
        }
    }

    /** Moves a complete file or directory to {@code target}, in one step where the file system can. */
    public static void moveIntoPlace(Path complete, Path target) throws IOException {
        try {
            Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(complete, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A free path in {@code target}'s directory, which is made when missing. */
    public static Path temporarySibling(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name == null) {
            throw new IOException("cannot be replaced, it is the root of a file system");
        }
        Files.createDirectories(parent);
        return parent.resolve("." + name + "." + UUID.randomUUID() + ".tmp");
    }

    private static void swapIn(Path complete, Path target, List<String> owned) throws IOException {
        Path old = moveAside(target);
        try {
            moveIntoPlace(complete, target);
        } catch (IOException e) {
            if (old != null) {
                moveIntoPlace(old, target);
            }
            throw e;
        }
        if (old != null) {
            carryOver(old, target, owned);
            deleteTree(old);
        }
    }

    private static @Nullable Path moveAside(Path target) throws IOException {
        if (!Files.exists(target)) {
            return null;
        }
        Path old = temporarySibling(target);
        moveIntoPlace(target, old);
        return old;
    }

    private static void carryOver(Path old, Path target, List<String> owned) throws IOException {
        try (Stream<Path> entries = Files.list(old)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Path name = old.relativize(entry);
                Path place = target.resolve(name);
                if (!owned.contains(name.toString()) && !Files.exists(place)) {
                    Files.move(entry, place);
                }
            }
        }
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw failure(directory, e);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static UncheckedIOException failure(Path target, IOException e) {
        String reason = e instanceof NoSuchFileException ? "no such file: " + e.getMessage() : e.getMessage();
        return new UncheckedIOException("cannot write " + target + ": " + reason, e);
    }
}
