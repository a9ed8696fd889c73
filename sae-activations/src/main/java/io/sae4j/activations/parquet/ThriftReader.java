package io.sae4j.activations.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads structs in Thrift's compact protocol (github.com/apache/thrift, {@code thrift-compact-protocol.md}). All whole
 * numbers become {@link Long}s. Memory is proportional to the bytes read, whatever they claim; where they make no sense,
 * reading ends in an {@link IndexOutOfBoundsException} or a {@link java.nio.BufferUnderflowException}.
 */
final class ThriftReader {
    private static final int STOP = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int I16 = 4;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int MAP = 11;
    private static final int STRUCT = 12;
    private static final int LONG_LIST = 15;
    private static final int MAX_DEPTH = 32;

    private final ByteBuffer bytes;
    private final Path file;

    /** @param bytes read from its position on, which is moved */
    ThriftReader(ByteBuffer bytes, Path file) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.file = file;
    }

    ThriftStruct struct() {
        return struct(0);
    }

    private ThriftStruct struct(int depth) {
        if (depth > MAX_DEPTH) {
            throw new IndexOutOfBoundsException("its metadata are nested too deeply");
        }
        Map<Integer, Object> fields = new HashMap<>();
        int number = 0;
        while (true) {
            int header = bytes.get() & 0xff;
            int type = header & 0xf;
            if (type == STOP) {
                return new ThriftStruct(file, fields);
            }
            int delta = header >>> 4;
            number = delta == 0 ? (int) zigzag() : number + delta;
            fields.put(number, field(type, depth));
        }
    }

    private Object field(int type, int depth) {
        return switch (type) {
            case TRUE -> true;
            case FALSE -> false;
            default -> value(type, depth);
        };
    }

    /** A field's value that is not a boolean, or an element of a list, which may be one. */
    private Object value(int type, int depth) {
        return switch (type) {
            case TRUE, FALSE -> bytes.get() == TRUE;
            case BYTE -> (long) bytes.get();
            case I16, I32, I64 -> zigzag();
            case DOUBLE -> bytes.getDouble();
            case BINARY -> binary();
            case LIST, SET -> list(depth);
            case MAP -> map(depth);
            case STRUCT -> struct(depth + 1);
            default -> throw new IndexOutOfBoundsException("its metadata have a field of unknown type " + type);
        };
    }

    private byte[] binary() {
        byte[] binary = new byte[size()];
        bytes.get(binary);
        return binary;
    }

    private List<Object> list(int depth) {
        int header = bytes.get() & 0xff;
        int size = header >>> 4 == LONG_LIST ? size() : header >>> 4;
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(value(header & 0xf, depth + 1));
        }
        return list;
    }

    /** No map matters here; its entries are passed over. */
    private List<Object> map(int depth) {
        int size = size();
        int types = size == 0 ? 0 : bytes.get() & 0xff;
        for (int i = 0; i < size; i++) {
            value(types >>> 4, depth + 1);
            value(types & 0xf, depth + 1);
        }
        return List.of();
    }

    /** A number of bytes or elements; each element takes a byte at least. */
    private int size() {
        long size = varint();
        if (size < 0 || size > bytes.remaining()) {
            throw new IndexOutOfBoundsException(
                    "its metadata have a field of " + Long.toUnsignedString(size) + " bytes");
        }
        return (int) size;
    }

    private long zigzag() {
        long number = varint();
        return number >>> 1 ^ -(number & 1);
    }

    private long varint() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = bytes.get();
            number |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IndexOutOfBoundsException("its metadata have a number without end");
    }
}
