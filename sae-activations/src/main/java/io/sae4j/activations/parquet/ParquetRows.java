package io.sae4j.activations.parquet;

import io.sae4j.activations.columns.ChunkRows;
import io.sae4j.activations.columns.ColumnChoice;
import io.sae4j.activations.columns.MappedFile;
import io.sae4j.format.FormatException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The rows of a row group, put together from pages; a row may lie in several. */
final class ParquetRows implements ChunkRows {
    private final MappedFile file;
    private final ParquetColumn column;
    private final ColumnChunk chunk;
    private final int width;
    private final String where;
    private final Pages pages;
    private @Nullable Page page;
    private int left;
    private long tableRows;
    private long row;

    /**
     * @param width entries per row; 0 when only {@link #firstWidth} is asked for
     * @param firstRow number of the first row, where it is known
     */
    ParquetRows(MappedFile file, ParquetColumn column, ColumnChunk chunk, int width, OptionalLong firstRow, int group) {
        this.file = file;
        this.column = column;
        this.chunk = chunk;
        this.width = width;
        this.row = firstRow.orElse(0);
        this.where = firstRow.isPresent() ? "" : " of row group " + group;
        this.pages = new Pages(file, chunk, column);
    }

    /** Entries of the first row, at most one more than are allowed; 0 when there is no row. */
    int firstWidth() {
        Page first = startOfRow();
        if (first == null) {
            return 0;
        }
        int entries = 1;
        int repeated = 1;
        while (repeated > 0 && entries <= ColumnChoice.MAX_WIDTH && page() != null) {
            repeated = continued(ColumnChoice.MAX_WIDTH + 1 - entries);
            left -= repeated;
            entries += repeated;
        }
        return entries;
    }

    @Override
    public int read(float[] out, int at, int rows) {
        int count = 0;
        while (count < rows && readRow(out, at + count * width)) {
            count++;
        }
        return count;
    }

    private boolean readRow(float[] out, int at) {
        Page current = startOfRow();
        if (current == null) {
            if (tableRows != chunk.rows()) {
                throw new FormatException(
                        file.path(),
                        "is damaged: a row group has " + tableRows + " rows, its metadata say " + chunk.rows());
            }
            return false;
        }
        current.entries().read(out, at, 1);
        int filled = 1;
        while (filled < width) {
            current = page();
            int count = current == null ? 0 : continued(width - filled);
            if (current == null || count == 0) {
                throw ragged(filled + "");
            }
            requirePresent(current, count);
            current.entries().read(out, at + filled, count);
            left -= count;
            filled += count;
        }
        if (page() != null && continued(1) > 0) {
            throw ragged("more");
        }
        row++;
        return true;
    }

    /** Passes over the levels of a row's first entry, which is there; null at the end of the group. */
    private @Nullable Page startOfRow() {
        Page current = page();
        while (current != null) {
            int repetition = current.repetitions().next();
            left--;
            if (repetition >= column.repetition()) {
                throw new FormatException(file.path(), "is damaged: row " + row + where + " has no beginning");
            }
            if (repetition == 0) {
                tableRows++;
            }
            int definition = current.definitions().next();
            if (definition == column.definition()) {
                return current;
            }
            if (definition > column.definition() || !column.emptyOuterList(definition)) {
                throw absent(definition);
            }
            current = page();
        }
        return null;
    }

    private void requirePresent(Page current, int count) {
        if (current.definitions().take(column.definition(), count) < count) {
            throw absent(current.definitions().next());
        }
    }

    /** How many of the next entries, at most {@code most}, belong to the same row as the one before. */
    private int continued(int most) {
        Page current = page();
        return current == null ? 0 : current.repetitions().take(column.repetition(), Math.min(most, left));
    }

    /** The page of the next entry. */
    private @Nullable Page page() {
        while (left == 0) {
            page = pages.next();
            if (page == null) {
                return null;
            }
            left = page.size();
        }
        return page;
    }

    private FormatException absent(int definition) {
        if (definition >= column.definition()) {
            return new FormatException(file.path(), "is damaged: row " + row + where + " has an impossible level");
        }
        return new FormatException(
                file.path(), "row " + row + where + " of column '" + column.name() + "' " + column.absence(definition));
    }

    private FormatException ragged(String entries) {
        return new FormatException(
                file.path(),
                "row " + row + where + " of column '" + column.name() + "' has " + entries + " entries, expected "
                        + width);
    }
}
