package io.sae4j.activations.file;

import io.sae4j.format.FormatException;
import java.nio.file.Path;

/**
 * How a CSV file is written, found out from its first line.
 *
 * @param delimiter a tab or a semicolon where the first line has one outside quotes, else a comma
 * @param width cells in each line
 * @param header whether the first line holds names; see {@link CsvFirstLine}
 */
record CsvLayout(char delimiter, int width, boolean header) {
    private static final int HEAD_BYTES = 1 << 16;
    private static final int MAX_WIDTH = 1 << 20;

    static CsvLayout of(Path file) {
        char delimiter = delimiter(FileHead.bytes(file, HEAD_BYTES));
        try (CsvCells cells = CsvCells.open(file, delimiter)) {
            CsvFirstLine first = new CsvFirstLine();
            do {
                cells.next();
                if (cells.isEmptyLine()) {
                    throw new FormatException(file, "is empty, or its first line is");
                }
                if (cells.column() > MAX_WIDTH) {
                    throw cells.wrongLine("it has more than " + MAX_WIDTH + " cells");
                }
                first.see(cells);
            } while (!cells.endsLine());
            return new CsvLayout(delimiter, cells.column(), first.isHeader());
        }
    }

    private static char delimiter(byte[] head) {
        boolean inQuotes = false;
        boolean inComment = false;
        boolean lineBegins = true;
        boolean semicolon = false;
        for (byte b : head) {
            inComment |= lineBegins && b == '#';
            lineBegins = b == '\n' || b == '\r';
            if (inComment) {
                inComment = !lineBegins;
                continue;
            }
            inQuotes ^= b == '"';
            if (lineBegins || (b == '\t' && !inQuotes)) {
                return b == '\t' ? '\t' : semicolon ? ';' : ',';
            }
            semicolon |= b == ';' && !inQuotes;
        }
        return semicolon ? ';' : ',';
    }
}
