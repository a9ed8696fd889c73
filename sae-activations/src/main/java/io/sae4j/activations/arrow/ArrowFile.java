package io.sae4j.activations.arrow;

import io.sae4j.activations.columns.ChunkRows;
import io.sae4j.activations.columns.Chunked;
import io.sae4j.activations.columns.ColumnChoice;
import io.sae4j.activations.columns.Damage;
import io.sae4j.activations.columns.MappedFile;
import io.sae4j.activations.file.FileOptions;
import io.sae4j.activations.rows.RowTable;
import io.sae4j.format.FormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** One column of an open Arrow file; chunks are record batches. */
final class ArrowFile implements Chunked, RowTable {
    private final Path path;
    private final int width;
    private final ArrowRows[] batches;
    /** Number of each batch's first row, and of the row after the last. */
    private final long[] firstRows;

    private ArrowFile(Path path, int width, ArrowRows[] batches, long[] firstRows) {
        this.path = path;
        this.width = width;
        this.batches = batches;
        this.firstRows = firstRows;
    }

    static ArrowFile open(MappedFile file, FileOptions options) {
        ArrowContainer container = ArrowContainer.read(file);
        ArrowColumn column =
                ArrowColumn.choose(container.fields(), container.unionsHaveValidity(), options, file.path());
        List<ArrowRows> batches = new ArrayList<>();
        long[] firstRows = new long[container.batches().size() + 1];
        long tableRow = 0;
        for (ArrowMessage message : container.batches()) {
            ArrowBatch batch = ArrowBatch.read(message, column, file);
            int number = batches.size();
            ArrowRows rows = new ArrowRows(file, column, batch, tableRow, firstRows[number]);
            batches.add(rows);
            firstRows[number + 1] = Math.addExact(firstRows[number], rows.rows());
            tableRow = Math.addExact(tableRow, rows.tableRows());
        }
        ArrowRows first = batches.stream()
                .filter(batch -> batch.rows() > 0)
                .findFirst()
                .orElseThrow(() -> new FormatException(file.path(), "column '" + column.name() + "' has no rows"));
        int width = ColumnChoice.width(first.firstWidth(), column.name(), file.path());
        return new ArrowFile(file.path(), width, batches.toArray(ArrowRows[]::new), firstRows);
    }

    /** Whether any row can be read by itself. */
    boolean randomAccess() {
        return Arrays.stream(batches).allMatch(ArrowRows::randomAccess);
    }

    @Override
    public long rows() {
        return firstRows[batches.length];
    }

    /** Needs {@link #randomAccess}. */
    @Override
    public void read(long row, int count, float[] out, int outFrom) {
        int done = 0;
        while (done < count) {
            long next = row + done;
            int at = outFrom + done * width;
            int place = Arrays.binarySearch(firstRows, next);
            int batch = place >= 0 ? lastStartingAt(place) : -place - 2;
            int n = (int) Math.min(count - done, firstRows[batch + 1] - next);
            Damage.named(path, () -> batches[batch].read(next - firstRows[batch], n, width, out, at));
            done += n;
        }
    }

    /** Empty batches start at the same row as the one that has it. */
    private int lastStartingAt(int place) {
        int batch = place;
        while (firstRows[batch + 1] == firstRows[place]) {
            batch++;
        }
        return batch;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int chunks() {
        return batches.length;
    }

    @Override
    public OptionalLong firstRow(int chunk) {
        return OptionalLong.of(firstRows[chunk]);
    }

    @Override
    public ChunkRows open(int chunk) {
        return batches[chunk].open(width);
    }
}
