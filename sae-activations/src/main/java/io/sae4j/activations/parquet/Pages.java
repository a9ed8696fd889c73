package io.sae4j.activations.parquet;

import io.sae4j.activations.columns.MappedFile;
import io.sae4j.format.FloatType;
import io.sae4j.format.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The pages of a column chunk, in their order; one is in memory at a time. */
final class Pages {
    private static final int TYPE = 1;
    private static final int UNPACKED_BYTES = 2;
    private static final int BYTES = 3;
    private static final int CRC = 4;
    private static final int DATA = 5;
    private static final int DICTIONARY = 7;
    private static final int DATA_2 = 8;
    private static final int DATA_PAGE = 0;
    private static final int INDEX_PAGE = 1;
    private static final int DICTIONARY_PAGE = 2;
    private static final int DATA_PAGE_2 = 3;
    private static final int RLE = 3;
    private static final int DELTA_BYTE_ARRAY = 7;
    /** Longer than any header with statistics of floats. */
    private static final int MAX_HEADER_BYTES = 1 << 16;

    private final MappedFile file;
    private final ColumnChunk chunk;
    private final ParquetColumn column;
    private final long end;
    private long at;
    private long seen;
    private float @Nullable [] dictionary;

    Pages(MappedFile file, ColumnChunk chunk, ParquetColumn column) {
        this.file = file;
        this.chunk = chunk;
        this.column = column;
        this.at = chunk.at();
        this.end = chunk.at() + chunk.bytes();
    }

    /** The next page of data, or null when all entries were seen. */
    @Nullable
    Page next() {
        while (seen < chunk.values()) {
            ByteBuffer start = file.bytes(at, Math.min(MAX_HEADER_BYTES, end - at));
            ThriftStruct header = new ThriftReader(start, file.path()).struct();
            at += start.position();
            int bytes = header.count(BYTES, "page size");
            if (bytes > end - at) {
                throw damaged("a page of " + bytes + " bytes lies at byte " + at + " of a column that ends at " + end);
            }
            ByteBuffer packed = file.bytes(at, bytes);
            at += bytes;
            checkSum(header, packed);
            int unpackedBytes = header.count(UNPACKED_BYTES, "uncompressed page size");
            switch (header.count(TYPE, "page type")) {
                case DATA_PAGE -> {
                    return counted(data(header.struct(DATA, "data page header"), packed, unpackedBytes));
                }
                case DATA_PAGE_2 -> {
                    return counted(data2(header.struct(DATA_2, "data page header"), packed, unpackedBytes));
                }
                case DICTIONARY_PAGE -> dictionary(header.struct(DICTIONARY, "dictionary"), packed, unpackedBytes);
                case INDEX_PAGE -> {}
                default -> throw damaged("it has a page of unknown type");
            }
        }
        return null;
    }

    private Page counted(Page page) {
        seen += page.size();
        if (seen > chunk.values()) {
            throw damaged("its pages have more entries than the " + chunk.values() + " of their column");
        }
        return page;
    }

    private Page data(ThriftStruct header, ByteBuffer packed, int unpackedBytes) {
        ByteBuffer bytes = unpack(packed, unpackedBytes);
        requireRuns(header, 4, "repetition");
        Runs repetitions = new Runs(part(bytes, bytes.getInt()), bits(column.repetition()));
        requireRuns(header, 3, "definition");
        Runs definitions = new Runs(part(bytes, bytes.getInt()), bits(column.definition()));
        Entries entries = entries(header.count(2, "encoding"), rest(bytes));
        return new Page(header.count(1, "number of values"), repetitions, definitions, entries);
    }

    /** Levels come first, not compressed, and their lengths are in the header. */
    private Page data2(ThriftStruct header, ByteBuffer packed, int unpackedBytes) {
        int repetitionBytes = header.count(6, "length of repetition levels");
        int definitionBytes = header.count(5, "length of definition levels");
        Runs repetitions = new Runs(part(packed, repetitionBytes), bits(column.repetition()));
        Runs definitions = new Runs(part(packed, definitionBytes), bits(column.definition()));
        ByteBuffer values = rest(packed);
        if (header.flag(7, "compression flag", true)) {
            values = unpack(values, unpackedBytes - repetitionBytes - definitionBytes);
        }
        return new Page(
                header.count(1, "number of values"),
                repetitions,
                definitions,
                entries(header.count(4, "encoding"), values));
    }

    private void dictionary(ThriftStruct header, ByteBuffer packed, int unpackedBytes) {
        int size = header.count(1, "dictionary size");
        ByteBuffer bytes = unpack(packed, unpackedBytes);
        FloatType floats = column.floats();
        if ((long) size * floats.bytes() > bytes.remaining()) {
            throw damaged("a dictionary of " + size + " numbers has " + bytes.remaining() + " bytes");
        }
        dictionary = new float[size];
        floats.decode(bytes, 0, dictionary, 0, size);
    }

    private Entries entries(int encoding, ByteBuffer bytes) {
        return switch (encoding) {
            case 0 -> Entries.plain(bytes, column.floats());
            case 2, 8 -> {
                if (dictionary == null) {
                    throw damaged("a page asks for a dictionary that is not there");
                }
                yield Entries.fromDictionary(dictionary, bytes);
            }
            case 9 -> Entries.split(bytes, column.floats());
            default ->
                throw new FormatException(
                        file.path(),
                        "has floats in encoding " + (encoding == DELTA_BYTE_ARRAY ? "DELTA_BYTE_ARRAY" : encoding)
                                + "; PLAIN, dictionaries and BYTE_STREAM_SPLIT can be read");
        };
    }

    private ByteBuffer unpack(ByteBuffer packed, int bytes) {
        if (bytes < 0 || bytes > chunk.unpackedBytes()) {
            throw damaged("a page of " + bytes + " bytes lies in a column of " + chunk.unpackedBytes());
        }
        return chunk.codec().unpack(packed, bytes, file.path());
    }

    private void requireRuns(ThriftStruct header, int field, String levels) {
        if (header.count(field, levels + " level encoding") != RLE) {
            throw new FormatException(file.path(), "has " + levels + " levels in an encoding that is long out of use");
        }
    }

    private void checkSum(ThriftStruct header, ByteBuffer page) {
        if (header.has(CRC)) {
            CRC32 crc = new CRC32();
            crc.update(page.duplicate());
            if ((int) crc.getValue() != (int) header.number(CRC, "checksum")) {
                throw damaged("the page that ends at byte " + at + " has another checksum");
            }
        }
    }

    private static ByteBuffer part(ByteBuffer bytes, int length) {
        ByteBuffer part = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return part;
    }

    private static ByteBuffer rest(ByteBuffer bytes) {
        return bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int bits(int highest) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(highest);
    }

    private FormatException damaged(String problem) {
        return new FormatException(file.path(), "is damaged: " + problem);
    }
}
