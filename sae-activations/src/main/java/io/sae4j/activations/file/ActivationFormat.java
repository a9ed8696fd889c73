package io.sae4j.activations.file;

import io.sae4j.data.ActivationSource;
import java.nio.file.Path;

/**
 * One kind of file that holds rows of activations. Implementations are found by {@link java.util.ServiceLoader}: name
 * the class, which needs a public constructor without arguments, in
 * {@code META-INF/services/io.sae4j.activations.file.ActivationFormat}.
 */
public interface ActivationFormat {
    /** What messages call it: its suffix, for example {@code ".npz"}; several are joined by {@code '/'}. */
    String name();

    /**
     * Whether {@code file} is of this format by its suffix and its first bytes. A
     * file that two formats recognise is refused. One with this format's suffix whose content is damaged should be
     * recognised, so that {@link #open} can say what is wrong with it.
     *
     * @param file a readable regular file
     * @throws java.io.UncheckedIOException when it cannot be read
     */
    boolean recognises(Path file);

    /**
     * Opens {@code file}, which this format recognised.
     *
     * @return its rows; the source holds no open file when no pass is open
     * @throws io.sae4j.format.FormatException when the file is damaged, empty, or not floating-point
     * @throws IllegalArgumentException when {@code options} name what is not there, or name nothing where the file has
     *     several candidates; the message lists them
     * @throws java.io.UncheckedIOException when it cannot be read
     */
    ActivationSource open(Path file, FileOptions options);
}
