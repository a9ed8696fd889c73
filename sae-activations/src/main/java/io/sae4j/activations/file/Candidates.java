package io.sae4j.activations.file;

import io.sae4j.format.FormatException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;

/** Which of a file's tensors, arrays or columns holds the rows. */
final class Candidates {
    private static final int MATRIX = 2;

    private Candidates() {}

    /**
     * The one that {@code options} name, or the only candidate.
     *
     * @param kind what they are called, in the singular: {@code "array"}
     * @param all those that may be named
     * @param candidates those of {@code all} that could be meant where none is named
     * @throws IllegalArgumentException when the named one is not there, or none is named and there are several
     *     candidates
     * @throws FormatException when there is no candidate
     */
    static String choose(
            Path file, FileOptions options, String kind, Collection<String> all, Collection<String> candidates) {
        if (options.tensor().isPresent()) {
            String name = options.tensor().get();
            if (!all.contains(name)) {
                throw new IllegalArgumentException(
                        file + " has no " + kind + " '" + name + "'; there are " + quoted(all));
            }
            return name;
        }
        if (candidates.isEmpty()) {
            throw new FormatException(
                    file,
                    all.isEmpty()
                            ? "holds no " + kind
                            : "holds no two-dimensional floating-point " + kind + "; there are " + quoted(all));
        }
        if (candidates.size() > 1) {
            throw new IllegalArgumentException(
                    file + " has several " + kind + "s that could be meant; name one of " + quoted(candidates));
        }
        return candidates.iterator().next();
    }

    /** Refuses a name where there is nothing to choose from. */
    static void requireNoName(Path file, FileOptions options, String why) {
        options.tensor().ifPresent(name -> {
            throw new IllegalArgumentException(file + " has nothing called '" + name + "': " + why);
        });
    }

    /** Refuses shapes that are not {@code [rows, width]} with at least one of each. */
    static void requireMatrix(Path file, String what, long[] shape, int maxWidth) {
        if (shape.length != MATRIX) {
            throw new FormatException(
                    file, what + " must have two dimensions [rows, width], its shape is " + Arrays.toString(shape));
        }
        if (shape[0] == 0 || shape[1] == 0) {
            throw new FormatException(file, what + " holds no numbers: shape " + Arrays.toString(shape));
        }
        if (shape[1] > maxWidth) {
            throw new FormatException(file, what + " is too wide: rows of " + shape[1] + " entries");
        }
    }

    /** Names for messages: not more than twenty. */
    private static String quoted(Collection<String> names) {
        int most = 20;
        StringBuilder text = new StringBuilder();
        names.stream()
                .limit(most)
                .forEach(name -> text.append(text.isEmpty() ? "'" : "', '").append(name));
        text.append(text.isEmpty() ? "none" : "'");
        return names.size() > most ? text + " and " + (names.size() - most) + " more" : text.toString();
    }
}
