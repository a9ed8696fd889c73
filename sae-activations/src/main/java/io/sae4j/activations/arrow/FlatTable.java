package io.sae4j.activations.arrow;

import io.sae4j.format.FormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A table of a FlatBuffers message (flatbuffers.dev, "Internals"). Fields are asked for by their number in the schema;
 * an absent one gives its default.
 *
 * <p>Offsets are checked as they are followed, not before: a damaged message ends in an
 * {@link IndexOutOfBoundsException} or an {@link ArithmeticException}, which the caller turns into a
 * {@link FormatException}.
 */
final class FlatTable {
    private final ByteBuffer message;
    private final int at;
    private final int fields;
    private final int fieldsEnd;

    /** @param message little-endian; positions count from its start */
    private FlatTable(ByteBuffer message, int at) {
        this.message = message;
        this.at = at;
        this.fields = Math.subtractExact(at, message.getInt(at));
        this.fieldsEnd = Math.addExact(fields, message.getShort(fields) & 0xffff);
    }

    static FlatTable root(ByteBuffer message) {
        return new FlatTable(message, follow(message, 0));
    }

    long getLong(int field) {
        int where = find(field);
        return where == 0 ? 0 : message.getLong(where);
    }

    int getInt(int field) {
        int where = find(field);
        return where == 0 ? 0 : message.getInt(where);
    }

    int getShort(int field) {
        int where = find(field);
        return where == 0 ? 0 : message.getShort(where);
    }

    int getByte(int field) {
        int where = find(field);
        return where == 0 ? 0 : message.get(where);
    }

    boolean has(int field) {
        return find(field) != 0;
    }

    @Nullable
    FlatTable table(int field) {
        int where = find(field);
        return where == 0 ? null : new FlatTable(message, follow(message, where));
    }

    String string(int field) {
        int where = find(field);
        if (where == 0) {
            return "";
        }
        int start = follow(message, where);
        ByteBuffer text = message.slice(Math.addExact(start, Integer.BYTES), message.getInt(start));
        return StandardCharsets.UTF_8.decode(text).toString();
    }

    /** The vector in {@code field}, which has no elements when it is absent. */
    Vector vector(int field, int elementBytes) {
        int where = find(field);
        if (where == 0) {
            return new Vector(message, 0, 0, elementBytes);
        }
        int start = follow(message, where);
        int count = message.getInt(start);
        int first = Math.addExact(start, Integer.BYTES);
        if (count < 0 || (long) count * elementBytes > message.limit() - first) {
            throw new IndexOutOfBoundsException("a list of " + Integer.toUnsignedString(count) + " elements");
        }
        return new Vector(message, first, count, elementBytes);
    }

    private int find(int field) {
        int entry = fields + Short.BYTES * (2 + field);
        if (entry + Short.BYTES > fieldsEnd) {
            return 0;
        }
        int offset = message.getShort(entry) & 0xffff;
        return offset == 0 ? 0 : Math.addExact(at, offset);
    }

    private static int follow(ByteBuffer message, int where) {
        return Math.addExact(where, message.getInt(where));
    }

    /** A vector of tables, structs or numbers. */
    record Vector(ByteBuffer message, int first, int size, int elementBytes) {
        FlatTable table(int i) {
            return new FlatTable(message, follow(message, first + i * elementBytes));
        }

        /** The long that begins {@code offset} bytes into struct {@code i}. */
        long getLong(int i, int offset) {
            if (i < 0 || i >= size) {
                throw new IndexOutOfBoundsException("element " + i + " of " + size);
            }
            return message.getLong(first + i * elementBytes + offset);
        }
    }
}
