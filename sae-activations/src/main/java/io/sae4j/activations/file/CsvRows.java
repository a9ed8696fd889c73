package io.sae4j.activations.file;

import io.sae4j.activations.rows.RowStream;
import io.sae4j.format.FormatException;
import java.nio.file.Path;

/** A pass over the rows of a CSV file. */
final class CsvRows implements RowStream {
    private final Path file;
    private final CsvLayout layout;
    private final CsvCells cells;

    private CsvRows(Path file, CsvLayout layout, CsvCells cells) {
        this.file = file;
        this.layout = layout;
        this.cells = cells;
    }

    static CsvRows open(Path file, CsvLayout layout) {
        CsvRows rows = new CsvRows(file, layout, CsvCells.open(file, layout.delimiter()));
        if (layout.header()) {
            rows.skipLine();
        }
        return rows;
    }

    private void skipLine() {
        while (cells.next() && !cells.endsLine()) {}
    }

    @Override
    public void read(int count, float[] out, int outFrom) {
        for (int r = 0; r < count; r++) {
            if (!readRow(out, outFrom + r * layout.width())) {
                throw new FormatException(file, "ends early: it has changed since it was opened");
            }
        }
    }

    /** Reads one row; false at the end of the file. */
    boolean readRow(float[] out, int outFrom) {
        if (!cells.next() || cells.isEmptyLine()) {
            requireOnlyEmptyLines();
            return false;
        }
        out[outFrom] = CsvNumber.parse(cells);
        while (!cells.endsLine()) {
            cells.next();
            if (cells.column() > layout.width()) {
                throw cells.wrongLine("it has more than the " + layout.width() + " cells of the first line");
            }
            out[outFrom + cells.column() - 1] = CsvNumber.parse(cells);
        }
        if (cells.column() < layout.width()) {
            throw cells.wrongLine("it has " + cells.column() + " cells, but the first line has " + layout.width());
        }
        return true;
    }

    private void requireOnlyEmptyLines() {
        long empty = cells.line();
        while (cells.next()) {
            if (!cells.isEmptyLine()) {
                throw new FormatException(file, "line " + empty + ": it is empty, but rows follow");
            }
        }
    }

    @Override
    public void close() {
        cells.close();
    }
}
