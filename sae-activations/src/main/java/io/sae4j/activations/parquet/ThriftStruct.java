package io.sae4j.activations.parquet;

import io.sae4j.format.FormatException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A struct of Parquet's metadata: fields by their numbers in {@code parquet.thrift}. A field that is missing or of
 * another type is a {@link FormatException}.
 */
record ThriftStruct(Path file, Map<Integer, Object> fields) {
    boolean has(int field) {
        return fields.containsKey(field);
    }

    long number(int field, String name) {
        return get(field, name, Long.class);
    }

    OptionalLong optionalNumber(int field, String name) {
        return has(field) ? OptionalLong.of(number(field, name)) : OptionalLong.empty();
    }

    boolean flag(int field, String name, boolean absent) {
        return has(field) ? get(field, name, Boolean.class) : absent;
    }

    /** A number that counts something: not negative, and an int. */
    int count(int field, String name) {
        long count = number(field, name);
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new FormatException(file, "is damaged: its " + name + " is " + count);
        }
        return (int) count;
    }

    String text(int field, String name) {
        return new String(get(field, name, byte[].class), StandardCharsets.UTF_8);
    }

    ThriftStruct struct(int field, String name) {
        return get(field, name, ThriftStruct.class);
    }

    Optional<ThriftStruct> optionalStruct(int field, String name) {
        return has(field) ? Optional.of(struct(field, name)) : Optional.empty();
    }

    List<ThriftStruct> structs(int field, String name) {
        List<?> elements = get(field, name, List.class);
        return elements.stream()
                .map(element -> cast(element, name, ThriftStruct.class))
                .toList();
    }

    private <T> T get(int field, String name, Class<T> type) {
        Object value = fields.get(field);
        if (value == null) {
            throw new FormatException(file, "is damaged: its metadata have no " + name);
        }
        return cast(value, name, type);
    }

    private <T> T cast(Object value, String name, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new FormatException(file, "is damaged: its " + name + " is of another type");
        }
        return type.cast(value);
    }
}
