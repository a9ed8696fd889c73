package io.sae4j.activations.columns;

import io.sae4j.activations.file.FileOptions;
import io.sae4j.format.FormatException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which column of a table holds the rows. */
public final class ColumnChoice {
    /** The widest row that is read: many times a model's, so a wider one means damage. */
    public static final int MAX_WIDTH = 1 << 20;

    private ColumnChoice() {}

    /**
     * The column that {@code options} name, or the only one of lists of floats.
     *
     * @param columns what each column of the table holds, by name; what is not a list of floats is told as text
     * @throws IllegalArgumentException when the named column is not there, or none is named and there are several
     * @throws FormatException when the column, or all of them, hold something else
     */
    public static <T> T of(Map<String, Found<T>> columns, FileOptions options, Path file) {
        if (options.tensor().isPresent()) {
            String name = options.tensor().get();
            Found<T> found = columns.get(name);
            if (found == null) {
                throw new IllegalArgumentException(
                        file + " has no column '" + name + "'; its columns are " + told(columns));
            }
            return found.column()
                    .orElseThrow(() -> new FormatException(
                            file, "column '" + name + "' must hold lists of floats, it holds " + found.type()));
        }
        Map<String, Found<T>> fitting = columns.entrySet().stream()
                .filter(entry -> entry.getValue().column().isPresent())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (fitting.size() > 1) {
            throw new IllegalArgumentException(
                    file + " has several columns of lists of floats; name one of " + told(fitting));
        }
        return fitting.values().stream()
                .flatMap(found -> found.column().stream())
                .findFirst()
                .orElseThrow(() -> new FormatException(
                        file, "has no column of lists of floats; its columns are " + told(columns)));
    }

    /**
     * Checks the width of rows.
     *
     * @throws FormatException unless {@code width} is in 1 … {@link #MAX_WIDTH}
     */
    public static int width(long width, String column, Path file) {
        if (width <= 0) {
            throw new FormatException(file, "rows of column '" + column + "' have no entries");
        }
        if (width > MAX_WIDTH) {
            throw new FormatException(
                    file,
                    "rows of column '" + column + "' have " + width + " entries; at most " + MAX_WIDTH + " are read");
        }
        return (int) width;
    }

    private static String told(Map<String, ? extends Found<?>> columns) {
        return columns.entrySet().stream()
                .map(entry -> "'" + entry.getKey() + "' (" + entry.getValue().type() + ")")
                .sorted()
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /**
     * A column of a table.
     *
     * @param type what it holds, for messages
     * @param column how to read it; empty unless it holds lists of floats
     */
    public record Found<T>(String type, Optional<T> column) {}
}
