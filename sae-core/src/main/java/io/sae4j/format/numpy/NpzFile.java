package io.sae4j.format.numpy;

import io.sae4j.format.FormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An open {@code .npz} file: a ZIP archive of {@code .npy} files, stored or deflated. Its directory is read; arrays are
 * read on demand, and only what is asked for enters memory.
 */
public final class NpzFile implements AutoCloseable {
    private static final String SUFFIX = ".npy";

    private final Path file;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries;

    private NpzFile(Path file, ZipFile zip, Map<String, ZipEntry> entries) {
        this.file = file;
        this.zip = zip;
        this.entries = entries;
    }

    /**
     * Opens {@code file} and reads its directory.
     *
     * @throws FormatException when it is not such an archive, or holds anything but {@code .npy} files
     * @throws UncheckedIOException when reading fails
     */
    public static NpzFile open(Path file) {
        ZipFile zip = openZip(file);
        boolean opened = false;
        try {
            NpzFile npz = new NpzFile(file, zip, entries(file, zip));
            opened = true;
            return npz;
        } finally {
            if (!opened) {
                closeQuietly(zip);
            }
        }
    }

    private static ZipFile openZip(Path file) {
        try {
            return new ZipFile(file.toFile());
        } catch (ZipException | EOFException e) {
            String problem = e.getMessage() == null ? "it ends early" : e.getMessage();
            throw new FormatException(file, "is not a readable .npz (ZIP) file: " + problem, e);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("cannot read " + file + ": no such file", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        }
    }

    private static Map<String, ZipEntry> entries(Path file, ZipFile zip) {
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        zip.stream().forEach(entry -> {
            String name = entry.getName();
            if (!name.endsWith(SUFFIX)) {
                throw new FormatException(where(file, name), "is not an .npy entry", null);
            }
            if (entries.put(name.substring(0, name.length() - SUFFIX.length()), entry) != null) {
                throw new FormatException(where(file, name), "is there twice", null);
            }
        });
        return entries;
    }

    /** Names of the arrays, without {@code .npy}, in the archive's order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /**
     * Opens array {@code name} at its first number.
     *
     * @throws FormatException when it is missing, damaged, has no entries, or is not floating-point and little-endian
     * @throws UncheckedIOException when reading fails
     */
    public NpzArray array(String name) {
        return NpzArray.open(zip, entry(name), where(file, name + SUFFIX));
    }

    /**
     * Byte of the file at which the bytes of array {@code name} begin, its {@code .npy} header first, when they lie
     * there as they are: stored, not deflated, found, and with the right checksum. All of its bytes are read for that.
     *
     * @throws FormatException when the array is missing
     * @throws UncheckedIOException when reading fails
     */
    public OptionalLong storedOffset(String name) {
        ZipEntry entry = entry(name);
        if (entry.getMethod() != ZipEntry.STORED) {
            return OptionalLong.empty();
        }
        try (FileChannel channel = FileChannel.open(file)) {
            return StoredZipEntry.find(channel, entry);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        }
    }

    @Override
    public void close() {
        closeQuietly(zip);
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new FormatException(file, "array '" + name + "' is missing; there are " + names());
        }
        return entry;
    }

    private static String where(Path file, String entry) {
        return file + "!" + entry;
    }

    private static void closeQuietly(ZipFile zip) {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
