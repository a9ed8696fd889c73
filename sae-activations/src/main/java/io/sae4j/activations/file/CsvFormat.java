package io.sae4j.activations.file;

import io.sae4j.activations.rows.RowStreamSource;
import io.sae4j.data.ActivationSource;
import io.sae4j.format.FormatException;
import java.nio.file.Path;

/**
 * Text with a row in each line: cells separated by commas, semicolons or tabs, numbers with a decimal point, a header
 * or none (see {@link CsvLayout}); first lines that begin with {@code '#'} are skipped. For small data: text takes
 * several times the room of {@code .npy} and is parsed anew in each pass. Opening reads all of it once, so that a bad
 * cell is found before the first step.
 */
public final class CsvFormat implements ActivationFormat {
    @Override
    public String name() {
        return ".csv/.tsv";
    }

    @Override
    public boolean recognises(Path file) {
        return FileHead.hasSuffix(file, ".csv", ".tsv");
    }

    @Override
    public ActivationSource open(Path file, FileOptions options) {
        Candidates.requireNoName(file, options, "all columns of a CSV file are one row together");
        CsvLayout layout = CsvLayout.of(file);
        long rows = countRows(file, layout);
        if (rows == 0) {
            throw new FormatException(file, "is empty: it has a header and no rows");
        }
        return new RowStreamSource(file.toString(), rows, layout.width(), () -> CsvRows.open(file, layout));
    }

    private static long countRows(Path file, CsvLayout layout) {
        try (CsvRows rows = CsvRows.open(file, layout)) {
            float[] row = new float[layout.width()];
            long count = 0;
            while (rows.readRow(row, 0)) {
                count++;
            }
            return count;
        }
    }
}
