package io.sae4j.activations.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Lists the files that a directory or a glob stands for, in natural order. Hidden files are left out. */
final class ShardPaths {
    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

    private ShardPaths() {}

    static boolean isGlob(String text) {
        return GLOB.matcher(text).find();
    }

    /** The files of {@code directory} itself, not of those in it. */
    static List<Path> inDirectory(Path directory) {
        return list(directory, 1, path -> true);
    }

    /**
     * The files that {@code glob} matches: {@code *}, {@code ?}, {@code [a-z]} and {@code {a,b}} within a name,
     * {@code **} across directories. Names are separated by {@code '/'}.
     *
     * @throws UncheckedIOException when the directory before the first such character is not there
     */
    static List<Path> matching(String glob) {
        int special = glob.length();
        var matcher = GLOB.matcher(glob);
        if (matcher.find()) {
            special = matcher.start();
        }
        int slash = glob.lastIndexOf('/', special);
        Path root = Path.of(slash == 0 ? "/" : slash < 0 ? "" : glob.substring(0, slash));
        String pattern = glob.substring(slash + 1);
        int depth = pattern.contains("**")
                ? Integer.MAX_VALUE
                : (int) pattern.chars().filter(c -> c == '/').count() + 1;
        PathMatcher match = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        return list(root, depth, match);
    }

    /** @param match sees paths relative to {@code root} */
    private static List<Path> list(Path root, int depth, PathMatcher match) {
        try (Stream<Path> paths = Files.walk(root, depth, FileVisitOption.FOLLOW_LINKS)) {
            return paths.filter(path -> Files.isRegularFile(path) && !isHidden(root.relativize(path)))
                    .filter(path -> match.matches(root.relativize(path)))
                    .sorted(NaturalOrder.OF_PATHS)
                    .toList();
        } catch (UncheckedIOException e) {
            throw failure(root, new IOException(e));
        } catch (IOException e) {
            throw failure(root, e);
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static UncheckedIOException failure(Path root, IOException e) {
        return new UncheckedIOException("cannot list " + root + ": " + e, e);
    }
}
