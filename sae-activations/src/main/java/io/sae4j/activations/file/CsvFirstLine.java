package io.sae4j.activations.file;

import io.sae4j.format.FormatException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the first line of a CSV file is a header: none of its cells is a number, or they are {@code 0, 1, 2, …}, the
 * names that pandas gives to columns without.
 */
final class CsvFirstLine {
    /** With fewer columns, {@code 0, 1} is more likely a row. */
    private static final int MIN_NUMBERED_COLUMNS = 3;

    private int cells;
    private int numbers;
    private boolean numbered = true;
    private @Nullable FormatException unnamed;
    private @Nullable FormatException noNumber;

    /** Takes the next cell of the line. */
    void see(CsvCells cell) {
        String text = cell.text();
        numbered &= text.equals(Integer.toString(cells));
        cells++;
        if (CsvNumber.isNumber(text)) {
            numbers++;
        } else if (text.isEmpty() && unnamed == null) {
            unnamed = cell.wrong("the cell is empty; if this is a column of row names, write the file without it"
                    + " (pandas: index=False)");
        } else if (noNumber == null) {
            noNumber = cell.wrong("'" + CsvNumber.shortened(text)
                    + "' is not a number, but others in the first line are, so that it is no header either");
        }
    }

    /** @throws FormatException when the line has both numbers and names, or an empty cell */
    boolean isHeader() {
        if (unnamed != null) {
            throw unnamed;
        }
        if (numbers == cells) {
            return numbered && cells >= MIN_NUMBERED_COLUMNS;
        }
        if (numbers > 0 && noNumber != null) {
            throw noNumber;
        }
        return true;
    }
}
