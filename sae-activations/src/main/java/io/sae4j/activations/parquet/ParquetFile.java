package io.sae4j.activations.parquet;

import io.sae4j.activations.columns.ChunkRows;
import io.sae4j.activations.columns.Chunked;
import io.sae4j.activations.columns.ColumnChoice;
import io.sae4j.activations.columns.MappedFile;
import io.sae4j.activations.file.FileOptions;
import io.sae4j.format.FormatException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One column of an open Parquet file; chunks are row groups. */
final class ParquetFile implements Chunked {
    static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final int MAGIC_NUMBER = 0x31524150;
    private static final int ENCRYPTED_NUMBER = 0x45524150;
    private static final int SCHEMA = 2;
    private static final int ROW_GROUPS = 4;

    private final MappedFile file;
    private final ParquetColumn column;
    private final List<ColumnChunk> chunks;
    private final int width;
    /** Number of each group's first row in the table, and of the row after the last. */
    private final long[] firstRows;

    private ParquetFile(MappedFile file, ParquetColumn column, List<ColumnChunk> chunks, int width, long[] firstRows) {
        this.file = file;
        this.column = column;
        this.chunks = chunks;
        this.width = width;
        this.firstRows = firstRows;
    }

    static ParquetFile open(MappedFile file, FileOptions options) {
        ThriftStruct footer = footer(file);
        ParquetColumn column = ParquetSchema.choose(footer.structs(SCHEMA, "schema"), options, file.path());
        List<ColumnChunk> chunks = new ArrayList<>();
        for (ThriftStruct group : footer.structs(ROW_GROUPS, "row groups")) {
            chunks.add(ColumnChunk.read(group, column, file));
        }
        long[] firstRows = new long[chunks.size() + 1];
        for (int i = 0; i < chunks.size(); i++) {
            firstRows[i + 1] = Math.addExact(firstRows[i], chunks.get(i).rows());
        }
        return new ParquetFile(file, column, chunks, firstWidth(file, column, chunks), firstRows);
    }

    private static int firstWidth(MappedFile file, ParquetColumn column, List<ColumnChunk> chunks) {
        for (int i = 0; i < chunks.size(); i++) {
            int width = new ParquetRows(file, column, chunks.get(i), 0, OptionalLong.empty(), i).firstWidth();
            if (width > 0) {
                return ColumnChoice.width(width, column.name(), file.path());
            }
        }
        throw new FormatException(file.path(), "column '" + column.name() + "' has no rows");
    }

    private static ThriftStruct footer(MappedFile file) {
        long lengthAt = file.size() - 2 * Integer.BYTES;
        if (lengthAt < MAGIC.length || file.getInt(0) != MAGIC_NUMBER) {
            if (file.size() >= MAGIC.length && file.getInt(0) == ENCRYPTED_NUMBER) {
                throw new FormatException(file.path(), "is encrypted");
            }
            throw new FormatException(file.path(), "is not a Parquet file (" + file.size() + " bytes)");
        }
        if (file.getInt(lengthAt + Integer.BYTES) != MAGIC_NUMBER) {
            throw new FormatException(file.path(), "is truncated: it does not end with Parquet's mark");
        }
        int length = file.getInt(lengthAt);
        if (length <= 0 || length > lengthAt - MAGIC.length) {
            throw new FormatException(file.path(), "is damaged: its footer is said to have " + length + " bytes");
        }
        ByteBuffer bytes = file.bytes(lengthAt - length, length);
        return new ThriftReader(bytes, file.path()).struct();
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int chunks() {
        return chunks.size();
    }

    @Override
    public OptionalLong firstRow(int chunk) {
        return column.flat() ? OptionalLong.of(firstRows[chunk]) : OptionalLong.empty();
    }

    @Override
    public ChunkRows open(int chunk) {
        return new ParquetRows(file, column, chunks.get(chunk), width, firstRow(chunk), chunk);
    }
}
