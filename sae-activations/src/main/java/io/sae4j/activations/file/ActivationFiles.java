package io.sae4j.activations.file;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.data.ActivationSource;
import io.sae4j.format.FormatException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens files of activations as sources: {@code .npy}, {@code .npz}, {@code .safetensors}, CSV, and whatever other
 * {@link ActivationFormat}s are on the class path. The format is told by a file's name and its first bytes.
 *
 * <p>A directory stands for the files in it that have a known format, which must be one and the same; what else lies
 * there is left out. A glob stands for the files that it matches, in natural order ({@code shard-2} before
 * {@code shard-10}). Several files are one source of one width, one after the other.
 *
 * <p>F16, BF16, F32 and F64 are read as float; integers are refused. {@code .npy}, {@code .safetensors} and stored
 * {@code .npz} arrays are memory-mapped: they cost no heap, have random access, and must not be shortened while the
 * source is in use. Compressed {@code .npz} arrays and CSV are read from the beginning in each pass, and shuffled
 * through the mixing buffer of {@link io.sae4j.data.ActivationSources}.
 *
 * <p>All methods throw
 *
 * <ul>
 *   <li>{@link FormatException} when a file is of no known format, damaged, empty or not floating-point, when widths
 *       differ, or when a directory holds no such file or those of several formats;
 *   <li>{@link IllegalArgumentException} when {@link FileOptions#tensor()} names what is not there, or is needed to
 *       choose among several; the message lists them;
 *   <li>{@link UncheckedIOException} when something is not there or cannot be read.
 * </ul>
 */
public final class ActivationFiles {
    private ActivationFiles() {}

    /** Opens a file that holds one matrix, or a directory of such files. */
    public static ActivationSource open(Path path) {
        return open(path, FileOptions.none());
    }

    /** Opens a file or a directory of files. */
    public static ActivationSource open(Path path, FileOptions options) {
        if (Files.isDirectory(path)) {
            return Shards.open(path.toString(), inDirectory(path), options);
        }
        return Shards.open(path.toString(), List.of(path), options);
    }

    /**
     * Opens a file, a directory or a glob such as {@code "acts/layer-3-*.safetensors"} or {@code "acts/**.npy"}. A name
     * that is there is taken as it is, whatever characters it has.
     *
     * @throws UncheckedIOException also when no file matches the glob
     */
    public static ActivationSource open(String pathOrGlob, FileOptions options) {
        if (!isGlob(pathOrGlob)) {
            return open(Path.of(pathOrGlob), options);
        }
        List<Path> files = ShardPaths.matching(pathOrGlob);
        if (files.isEmpty()) {
            throw new UncheckedIOException("no file matches " + pathOrGlob, new NoSuchFileException(pathOrGlob));
        }
        return Shards.open(pathOrGlob, files, options);
    }

    /**
     * Opens files as one source, in the order given.
     *
     * @throws IllegalArgumentException also when there are none
     */
    public static ActivationSource open(List<Path> files, FileOptions options) {
        checkArgument(!files.isEmpty(), "files must not be empty");
        return Shards.open(files.get(0) + " and " + (files.size() - 1) + " more", files, options);
    }

    /** The names of the formats that can be read, by their suffixes. */
    public static List<String> formats() {
        return FileReaders.all().stream().map(ActivationFormat::name).toList();
    }

    /** Whether {@code pathOrGlob} is a glob, and not the name of something that is there. */
    public static boolean isGlob(String pathOrGlob) {
        return ShardPaths.isGlob(pathOrGlob) && !exists(pathOrGlob);
    }

    private static boolean exists(String path) {
        try {
            return Files.exists(Path.of(path));
        } catch (InvalidPathException e) {
            // Windows allows no '*' in a name.
            return false;
        }
    }

    private static List<Path> inDirectory(Path directory) {
        List<Path> files = new ArrayList<>();
        ActivationFormat format = null;
        for (Path file : ShardPaths.inDirectory(directory)) {
            ActivationFormat found = FileReaders.find(file).orElse(null);
            if (found == null) {
                continue;
            }
            if (format != null && found != format) {
                throw new FormatException(
                        directory,
                        "holds files of several formats, " + files.get(0).getFileName() + " and " + file.getFileName()
                                + "; name those to be read by a glob");
            }
            format = found;
            files.add(file);
        }
        if (files.isEmpty()) {
            throw new FormatException(directory, "holds no file of a known format: " + FileReaders.names());
        }
        return files;
    }
}
