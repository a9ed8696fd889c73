package io.sae4j.activations.parquet;

import io.sae4j.activations.columns.Codec;
import io.sae4j.activations.columns.MappedFile;
import io.sae4j.format.FormatException;
import java.util.List;

/**
 * What a row group has of one column.
 *
 * @param rows rows of the table in the group
 * @param values entries, with those that are absent
 * @param at first byte of its pages
 * @param bytes of all its pages
 * @param unpackedBytes of all its pages, decompressed
 */
record ColumnChunk(Codec codec, long rows, long values, long at, long bytes, long unpackedBytes) {
    private static final int GROUP_COLUMNS = 1;
    private static final int GROUP_ROWS = 3;
    private static final int FILE_PATH = 1;
    private static final int METADATA = 3;
    private static final int CODEC = 4;
    private static final int VALUES = 5;
    private static final int UNPACKED_BYTES = 6;
    private static final int BYTES = 7;
    private static final int DATA_PAGE = 9;
    private static final int DICTIONARY_PAGE = 11;
    private static final List<String> CODECS =
            List.of("none", "Snappy", "gzip", "LZO", "Brotli", "LZ4 in Hadoop's frames", "Zstandard", "LZ4");

    static ColumnChunk read(ThriftStruct group, ParquetColumn column, MappedFile file) {
        List<ThriftStruct> chunks = group.structs(GROUP_COLUMNS, "columns");
        if (column.leaf() >= chunks.size()) {
            throw new FormatException(
                    file.path(), "is damaged: a row group has " + chunks.size() + " columns, fewer than its schema");
        }
        ThriftStruct chunk = chunks.get(column.leaf());
        if (chunk.has(FILE_PATH)) {
            throw new FormatException(file.path(), "keeps its columns in other files");
        }
        if (!chunk.has(METADATA)) {
            throw new FormatException(file.path(), "has no metadata of column '" + column.name() + "' (encrypted?)");
        }
        ThriftStruct metadata = chunk.struct(METADATA, "column metadata");
        long at = metadata.number(DATA_PAGE, "data page offset");
        long dictionary = metadata.optionalNumber(DICTIONARY_PAGE, "dictionary page offset")
                .orElse(0);
        if (dictionary > 0) {
            at = Math.min(at, dictionary);
        }
        long bytes = metadata.number(BYTES, "total compressed size");
        if (at < 0 || bytes < 0 || bytes > file.size() - at) {
            throw new FormatException(
                    file.path(),
                    "is truncated or damaged: " + bytes + " bytes of a column are said to begin at byte " + at + " of "
                            + file.size());
        }
        long rows = group.number(GROUP_ROWS, "number of rows");
        long values = metadata.number(VALUES, "number of values");
        if (rows < 0 || values < rows) {
            throw new FormatException(
                    file.path(), "is damaged: a row group has " + rows + " rows of " + values + " values");
        }
        return new ColumnChunk(
                codec(metadata.count(CODEC, "codec"), file),
                rows,
                values,
                at,
                bytes,
                metadata.number(UNPACKED_BYTES, "total uncompressed size"));
    }

    private static Codec codec(int number, MappedFile file) {
        return switch (number) {
            case 0 -> Codec.NONE;
            case 1 -> Codec.SNAPPY;
            case 2 -> Codec.GZIP;
            case 6 -> Codec.ZSTD;
            case 7 -> Codec.LZ4_BLOCK;
            default ->
                throw new FormatException(
                        file.path(),
                        "is compressed by " + (number < CODECS.size() ? CODECS.get(number) : "codec " + number)
                                + "; Snappy, gzip, Zstandard and LZ4 (raw) can be read");
        };
    }
}
