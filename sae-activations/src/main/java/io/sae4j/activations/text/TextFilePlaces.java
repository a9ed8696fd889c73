package io.sae4j.activations.text;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the files that a file name, a directory or a glob stands for. */
final class TextFilePlaces {
    private static final String GLOB_SIGNS = "*?[{";
    private static final List<String> JSON_LINES = List.of(".jsonl", ".ndjson");
    private static final String TEXT = ".txt";

    private TextFilePlaces() {}

    static boolean isJsonLines(Path file) {
        return JSON_LINES.stream().anyMatch(ending -> nameOf(file).endsWith(ending));
    }

    /** Never empty. */
    static List<Path> find(String place) {
        checkArgument(!place.isBlank(), "the name of a text file must not be blank");
        Path path = asPath(place);
        if (path != null && Files.isDirectory(path)) {
            return search(path, file -> isJsonLines(file) || nameOf(file).endsWith(TEXT), place);
        }
        if (path != null && Files.exists(path)) {
            return List.of(path);
        }
        if (place.chars().noneMatch(c -> GLOB_SIGNS.indexOf(c) >= 0)) {
            throw new IllegalArgumentException("no such file or directory: " + place);
        }
        return search(rootOf(place), matcher(place)::matches, place);
    }

    private static PathMatcher matcher(String glob) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("no such file, and not a glob either: " + glob, e);
        }
    }

    private static @Nullable Path asPath(String place) {
        try {
            return Path.of(place);
        } catch (InvalidPathException e) {
            return null; // on Windows a glob is no path
        }
    }

    /** The directories before the first part with a sign of a glob. */
    private static Path rootOf(String glob) {
        int sign = 0;
        while (GLOB_SIGNS.indexOf(glob.charAt(sign)) < 0) {
            sign++;
        }
        int slash = Math.max(glob.lastIndexOf('/', sign), glob.lastIndexOf('\\', sign));
        return Path.of(slash < 0 ? "" : glob.substring(0, slash + 1));
    }

    private static List<Path> search(Path root, Predicate<Path> wanted, String place) {
        List<Path> found;
        try (Stream<Path> files = Files.isDirectory(root) ? Files.walk(root) : Stream.empty()) {
            found = files.filter(Files::isRegularFile).filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read directory " + root + ": " + e, e);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no text files found for " + place);
        }
        return found;
    }

    private static String nameOf(Path file) {
        return file.toString().toLowerCase(Locale.ROOT);
    }
}
