package io.sae4j.activations.file;

import com.google.common.base.Suppliers;
import io.sae4j.format.FormatException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the format that reads a file. */
final class FileReaders {
    private static final Logger log = LoggerFactory.getLogger(FileReaders.class);
    private static final Supplier<List<ActivationFormat>> FOUND = Suppliers.memoize(FileReaders::load);

    private FileReaders() {}

    /** Every format on the class path, by name. */
    static List<ActivationFormat> all() {
        return FOUND.get();
    }

    private static List<ActivationFormat> load() {
        List<ActivationFormat> formats = new ArrayList<>();
        Iterator<ActivationFormat> found = ServiceLoader.load(
                        ActivationFormat.class, ActivationFormat.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                formats.add(found.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                log.warn("a format of activation files on the class path cannot be used: {}", e.getMessage());
            }
        }
        formats.sort(Comparator.comparing(ActivationFormat::name));
        return List.copyOf(formats);
    }

    /** The names of all formats, for messages. */
    static String names() {
        return all().stream().map(ActivationFormat::name).collect(Collectors.joining(", "));
    }

    /**
     * The format that recognises {@code file}; empty when none does.
     *
     * @throws FormatException when several do: its name is that of one and its first bytes are those of another
     */
    static Optional<ActivationFormat> find(Path file) {
        List<ActivationFormat> fitting =
                all().stream().filter(format -> format.recognises(file)).toList();
        if (fitting.size() > 1) {
            throw new FormatException(
                    file,
                    "could be "
                            + fitting.stream().map(ActivationFormat::name).collect(Collectors.joining(" or "))
                            + ": its name and its first bytes disagree");
        }
        return fitting.stream().findFirst();
    }

    /** @throws FormatException when not exactly one format recognises {@code file}; the message lists the known ones */
    static ActivationFormat require(Path file) {
        if (!Files.isRegularFile(file)) {
            String problem = Files.exists(file) ? "it is not a regular file" : "there is no such file";
            throw new UncheckedIOException(
                    "cannot read " + file + ": " + problem, new NoSuchFileException(file.toString()));
        }
        return find(file)
                .orElseThrow(() -> new FormatException(
                        file, "is of no known format: neither its name nor its first bytes are those of " + names()));
    }
}
