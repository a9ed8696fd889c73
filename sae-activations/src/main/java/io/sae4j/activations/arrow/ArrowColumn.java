package io.sae4j.activations.arrow;

import io.sae4j.activations.columns.ColumnChoice;
import io.sae4j.activations.file.FileOptions;
import io.sae4j.format.FloatType;
import io.sae4j.format.FormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A column of lists of floats and where its parts are in a record batch.
 *
 * @param levels the lists, outermost first; a row is a list of the last level
 * @param floats type of the entries
 * @param firstNode number of the column's first field node
 * @param firstBuffer number of its first buffer, without those of {@code viewsBefore}
 * @param viewsBefore number of fields before it whose numbers of buffers each record batch tells
 */
record ArrowColumn(String name, List<Level> levels, FloatType floats, int firstNode, int firstBuffer, int viewsBefore) {
    /** @param fixedSize entries per list, or 0 where offsets tell it */
    record Level(int offsetBytes, int fixedSize) {
        int buffers() {
            return offsetBytes == 0 ? 1 : 2;
        }

        private static Level of(ArrowField field) {
            return switch (field.type()) {
                case FIXED_SIZE_LIST -> new Level(0, field.detail());
                case LARGE_LIST -> new Level(Long.BYTES, 0);
                default -> new Level(Integer.BYTES, 0);
            };
        }
    }

    /** The column that {@code options} choose among {@code fields}; exceptions as {@link ColumnChoice#of}. */
    static ArrowColumn choose(List<ArrowField> fields, boolean unionsHaveValidity, FileOptions options, Path file) {
        Map<String, ColumnChoice.Found<ArrowColumn>> columns = new LinkedHashMap<>();
        int node = 0;
        int buffer = 0;
        int views = 0;
        for (ArrowField field : fields) {
            int firstNode = node;
            int firstBuffer = buffer;
            int viewsBefore = views;
            ColumnChoice.Found<ArrowColumn> found = new ColumnChoice.Found<>(
                    field.description(),
                    field.listedFloats()
                            .map(floats -> new ArrowColumn(
                                    field.name(), levels(field), floats, firstNode, firstBuffer, viewsBefore)));
            if (columns.put(field.name(), found) != null) {
                throw new FormatException(file, "has two columns '" + field.name() + "'");
            }
            node += field.nodes();
            buffer += field.buffers(unionsHaveValidity);
            views += field.views();
        }
        return ColumnChoice.of(columns, options, file);
    }

    private static List<Level> levels(ArrowField column) {
        List<Level> levels = new ArrayList<>();
        for (ArrowField field = column;
                field.type().isList();
                field = field.children().get(0)) {
            levels.add(Level.of(field));
        }
        return List.copyOf(levels);
    }

    /** The level whose lists are the rows. */
    Level rowLevel() {
        return levels.get(levels.size() - 1);
    }
}
