package io.sae4j.activations.arrow;

import io.sae4j.activations.columns.Codec;
import io.sae4j.activations.columns.MappedFile;
import io.sae4j.format.FormatException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record batch says of one column: the lengths and buffers of its lists and floats.
 *
 * @param length rows of the table in this batch
 * @param lists per level of lists, outermost first
 * @param floats the entries
 */
record ArrowBatch(long length, List<Part> lists, Part floats, Codec codec) {
    private static final int LENGTH = 0;
    private static final int NODES = 1;
    private static final int BUFFERS = 2;
    private static final int COMPRESSION = 3;
    private static final int VARIADIC_COUNTS = 4;
    private static final int STRUCT_BYTES = 2 * Long.BYTES;

    /**
     * One level of nesting.
     *
     * @param elements how many lists or floats it has
     * @param content offsets of lists, values of floats; null for fixed-size lists
     */
    record Part(
            long elements,
            long nulls,
            ArrowBuffer validity,
            @Nullable ArrowBuffer content) {}

    static ArrowBatch read(ArrowMessage message, ArrowColumn column, MappedFile file) {
        return new Parser(message, column, file).read();
    }

    private static final class Parser {
        private final FlatTable batch;
        private final ArrowColumn column;
        private final MappedFile file;
        private final ArrowMessage message;
        private final Codec codec;
        private final FlatTable.Vector nodes;
        private final FlatTable.Vector buffers;
        private int node;
        private int buffer;

        Parser(ArrowMessage message, ArrowColumn column, MappedFile file) {
            this.message = message;
            this.batch = message.header();
            this.column = column;
            this.file = file;
            this.codec = codec(batch.table(COMPRESSION));
            this.nodes = batch.vector(NODES, STRUCT_BYTES);
            this.buffers = batch.vector(BUFFERS, STRUCT_BYTES);
            this.node = column.firstNode();
            this.buffer = column.firstBuffer() + variadicBuffers();
        }

        ArrowBatch read() {
            List<Part> lists = new ArrayList<>();
            for (ArrowColumn.Level level : column.levels()) {
                lists.add(part(level.offsetBytes() > 0));
            }
            Part floats = part(true);
            long length = batch.getLong(LENGTH);
            if (length != lists.get(0).elements()) {
                throw new FormatException(
                        file.path(),
                        "is damaged: a record batch of " + length + " rows has a column of "
                                + lists.get(0).elements());
            }
            return new ArrowBatch(length, List.copyOf(lists), floats, codec);
        }

        private Part part(boolean hasContent) {
            long elements = nodes.getLong(node, 0);
            long nulls = nodes.getLong(node++, Long.BYTES);
            if (elements < 0 || nulls < 0 || nulls > elements) {
                throw new FormatException(
                        file.path(), "is damaged: " + nulls + " of " + elements + " elements are said to be null");
            }
            return new Part(elements, nulls, nextBuffer(), hasContent ? nextBuffer() : null);
        }

        private ArrowBuffer nextBuffer() {
            long offset = buffers.getLong(buffer, 0);
            long length = buffers.getLong(buffer++, Long.BYTES);
            if (offset < 0 || length < 0 || offset > message.bodyBytes() || length > message.bodyBytes() - offset) {
                throw new FormatException(
                        file.path(),
                        "is damaged: a buffer of " + length + " bytes at byte " + offset + " of a body of "
                                + message.bodyBytes());
            }
            return new ArrowBuffer(file, message.bodyAt() + offset, length, codec);
        }

        private int variadicBuffers() {
            FlatTable.Vector counts = batch.vector(VARIADIC_COUNTS, Long.BYTES);
            int sum = 0;
            for (int i = 0; i < column.viewsBefore(); i++) {
                sum = Math.addExact(sum, Math.toIntExact(counts.getLong(i, 0)));
            }
            return sum;
        }

        private Codec codec(@Nullable FlatTable compression) {
            if (compression == null) {
                return Codec.NONE;
            }
            int number = compression.getByte(0);
            return switch (number) {
                case 0 -> Codec.LZ4_FRAME;
                case 1 -> Codec.ZSTD;
                default -> throw new FormatException(file.path(), "has the unknown compression " + number);
            };
        }
    }
}
