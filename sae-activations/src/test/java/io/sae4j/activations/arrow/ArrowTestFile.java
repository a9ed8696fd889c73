package io.sae4j.activations.arrow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Writes Arrow files by Arrow's own library. */
public final class ArrowTestFile {
    private final boolean stream;
    private final CodecType codec;
    private final List<Field> fields = new ArrayList<>();
    private final List<Map<String, List<?>>> batches = new ArrayList<>();

    public ArrowTestFile(boolean stream, CodecType codec) {
        this.stream = stream;
        this.codec = codec;
    }

    /** {@code float32}, {@code list<float16>}, {@code fixed3<large<float64>>}, {@code int}, {@code text} and so on. */
    public ArrowTestFile column(String name, String type) {
        fields.add(field(name, type));
        return this;
    }

    /** A record batch: for each column its values, which are lists, numbers, strings or null. */
    public ArrowTestFile batch(Map<String, List<?>> columns) {
        batches.add(columns);
        return this;
    }

    public Path write(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CompressionCodec.Factory factory =
                codec == CodecType.NO_COMPRESSION ? NoCompressionCodec.Factory.INSTANCE : new TestCodecs();
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(fields), allocator);
                ArrowWriter writer = stream
                        ? new ArrowStreamWriter(root, null, Channels.newChannel(out), IpcOption.DEFAULT, factory, codec)
                        : new ArrowFileWriter(
                                root, null, Channels.newChannel(out), Map.of(), IpcOption.DEFAULT, factory, codec)) {
            writer.start();
            for (Map<String, List<?>> columns : batches) {
                root.clear();
                int rows = 0;
                for (Field field : fields) {
                    List<?> values = columns.get(field.getName());
                    FieldVector vector = root.getVector(field.getName());
                    vector.allocateNew();
                    rows = values.size();
                    for (int i = 0; i < rows; i++) {
                        set(vector, i, values.get(i));
                    }
                }
                root.setRowCount(rows);
                writer.writeBatch();
            }
            writer.end();
        }
        return Files.write(file, out.toByteArray());
    }

    private static Field field(String name, String type) {
        int open = type.indexOf('<');
        if (open < 0) {
            return new Field(name, FieldType.nullable(leaf(type)), null);
        }
        String list = type.substring(0, open);
        ArrowType arrow = switch (list) {
            case "list" -> new ArrowType.List();
            case "large" -> new ArrowType.LargeList();
            case "struct" -> new ArrowType.Struct();
            default -> new ArrowType.FixedSizeList(Integer.parseInt(list.substring("fixed".length())));
        };
        return new Field(
                name, FieldType.nullable(arrow), List.of(field("item", type.substring(open + 1, type.length() - 1))));
    }

    private static ArrowType leaf(String type) {
        return switch (type) {
            case "float16" -> new ArrowType.FloatingPoint(FloatingPointPrecision.HALF);
            case "float32" -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case "float64" -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case "int" -> new ArrowType.Int(32, true);
            default -> new ArrowType.Utf8();
        };
    }

    private static void set(FieldVector vector, int i, Object value) {
        if (value == null) {
            setNull(vector, i);
        } else if (vector instanceof Float2Vector floats) {
            floats.setSafeWithPossibleTruncate(i, (Float) value);
        } else if (vector instanceof Float4Vector floats) {
            floats.setSafe(i, (Float) value);
        } else if (vector instanceof Float8Vector floats) {
            floats.setSafe(i, (double) (Float) value);
        } else if (vector instanceof IntVector ints) {
            ints.setSafe(i, (Integer) value);
        } else if (vector instanceof VarCharVector texts) {
            texts.setSafe(i, ((String) value).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } else if (vector instanceof ListVector lists) {
            List<?> elements = (List<?>) value;
            setAll(lists.getDataVector(), lists.startNewValue(i), elements);
            lists.endValue(i, elements.size());
        } else if (vector instanceof LargeListVector lists) {
            List<?> elements = (List<?>) value;
            setAll(lists.getDataVector(), (int) lists.startNewValue(i), elements);
            lists.endValue(i, elements.size());
        } else if (vector instanceof FixedSizeListVector lists) {
            setAll(lists.getDataVector(), lists.startNewValue(i), (List<?>) value);
        } else {
            throw new IllegalArgumentException("cannot set " + vector.getField());
        }
    }

    private static void setNull(FieldVector vector, int i) {
        if (vector instanceof ListVector lists) {
            lists.startNewValue(i);
            lists.endValue(i, 0);
            BitVectorHelper.unsetBit(lists.getValidityBuffer(), i);
        } else if (vector instanceof FixedSizeListVector lists) {
            lists.startNewValue(i);
            lists.setNull(i);
        } else {
            vector.setNull(i);
        }
    }

    private static void setAll(FieldVector vector, int from, List<?> values) {
        for (int i = 0; i < values.size(); i++) {
            set(vector, from + i, values.get(i));
        }
    }
}
