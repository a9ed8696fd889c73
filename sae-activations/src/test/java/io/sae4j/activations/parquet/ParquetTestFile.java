package io.sae4j.activations.parquet;

import io.sae4j.format.FloatType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes Parquet files by Apache's own library. */
public final class ParquetTestFile {
    /** How numbers are written. */
    public enum Encoding {
        PLAIN,
        DICTIONARY,
        SPLIT
    }

    private final MessageType schema;
    private CompressionCodecName codec = CompressionCodecName.UNCOMPRESSED;
    private WriterVersion version = WriterVersion.PARQUET_1_0;
    private Encoding encoding = Encoding.PLAIN;
    private long rowGroupBytes = 2000;

    private ParquetTestFile(MessageType schema) {
        this.schema = schema;
    }

    /** @param schema as Parquet prints it, without the name */
    public static ParquetTestFile of(String schema) {
        return new ParquetTestFile(MessageTypeParser.parseMessageType("message table {" + schema + "}"));
    }

    /** A column of lists of floats, three levels deep as all current writers have it. */
    public static String list(String name, FloatType floats) {
        String leaf = switch (floats) {
            case F32 -> "float element";
            case F64 -> "double element";
            default -> "fixed_len_byte_array(2) element (FLOAT16)";
        };
        return "optional group " + name + " (LIST) { repeated group list { optional " + leaf + "; } }";
    }

    /** A column of lists of lists of floats, all of it required. */
    public static String nested(String name) {
        return "required group " + name + " (LIST) { repeated group list { required group element (LIST) {"
                + " repeated group list { required float element; } } } }";
    }

    public ParquetTestFile compressed(CompressionCodecName name) {
        codec = name;
        return this;
    }

    public ParquetTestFile version(WriterVersion number) {
        version = number;
        return this;
    }

    public ParquetTestFile encoded(Encoding numbers) {
        encoding = numbers;
        return this;
    }

    public ParquetTestFile rowGroupBytes(long bytes) {
        rowGroupBytes = bytes;
        return this;
    }

    /** Writes rows whose fields are numbers, strings, null, or lists of such. */
    public Path write(Path file, List<List<?>> rows) throws IOException {
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withCompressionCodec(codec)
                .withWriterVersion(version)
                .withDictionaryEncoding(encoding == Encoding.DICTIONARY)
                .withByteStreamSplitEncoding(encoding == Encoding.SPLIT)
                .withPageWriteChecksumEnabled(true)
                .withRowGroupSize(rowGroupBytes)
                .withPageSize(100)
                .withMinRowCountForPageSizeCheck(1)
                .withMaxRowCountForPageSizeCheck(3)
                .build()) {
            for (List<?> row : rows) {
                Group group = new SimpleGroup(schema);
                for (int i = 0; i < row.size(); i++) {
                    add(group, i, row.get(i));
                }
                writer.write(group);
            }
        }
        return file;
    }

    private static void add(Group group, int field, Object value) {
        GroupType type = group.getType();
        if (value == null) {
            return;
        }
        if (value instanceof List<?> list) {
            if (type.getType(field).isPrimitive()) {
                list.forEach(element -> add(group, field, element));
                return;
            }
            Group outer = group.addGroup(field);
            if (outer.getType().getType(0).isPrimitive()) {
                add(outer, 0, list);
                return;
            }
            for (Object element : list) {
                add(outer.addGroup(0), 0, element);
            }
        } else if (value instanceof Float number) {
            switch (type.getType(field).asPrimitiveType().getPrimitiveTypeName()) {
                case FLOAT -> group.add(field, number);
                case DOUBLE -> group.add(field, (double) number);
                default -> group.add(field, half(number));
            }
        } else if (value instanceof Integer number) {
            group.add(field, number);
        } else {
            group.add(field, (String) value);
        }
    }

    /** A binary16 of an integer in [1, 2048). */
    private static Binary half(float number) {
        int value = (int) number;
        int exponent = 31 - Integer.numberOfLeadingZeros(value);
        int bits = (exponent + 15) << 10 | ((value << (10 - exponent)) & 0x3ff);
        return Binary.fromConstantByteArray(new byte[] {(byte) bits, (byte) (bits >>> 8)});
    }
}
