package io.sae4j.activations.arrow;

import io.sae4j.format.FloatType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A field of an Arrow schema: a column, or what is nested in one.
 *
 * @param type its type, which says how many buffers it has
 * @param detail size of a fixed-size list's lists, precision of floats, mode of a union
 * @param children nested fields; none for a dictionary's indices
 */
record ArrowField(String name, ArrowType type, int detail, List<ArrowField> children) {
    private static final int NAME = 0;
    private static final int TYPE_NUMBER = 2;
    private static final int TYPE = 3;
    private static final int DICTIONARY = 4;
    private static final int CHILDREN = 5;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_FIELDS = 100_000;
    private static final List<FloatType> PRECISIONS = List.of(FloatType.F16, FloatType.F32, FloatType.F64);

    /** The fields of a schema, in their order. */
    static List<ArrowField> all(FlatTable.Vector fields) {
        return all(fields, 0, new int[1]);
    }

    /** @param seen counts fields, because damaged offsets can make a few bytes look like very many */
    private static List<ArrowField> all(FlatTable.Vector fields, int depth, int[] seen) {
        seen[0] += fields.size();
        if (depth > MAX_DEPTH || seen[0] > MAX_FIELDS) {
            throw new IndexOutOfBoundsException("the schema has too many fields, or too deep ones");
        }
        List<ArrowField> result = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            result.add(read(fields.table(i), depth, seen));
        }
        return List.copyOf(result);
    }

    private static ArrowField read(FlatTable field, int depth, int[] seen) {
        String name = field.string(NAME);
        if (field.has(DICTIONARY)) {
            return new ArrowField(name, ArrowType.DICTIONARY, 0, List.of());
        }
        ArrowType type = ArrowType.of(field.getByte(TYPE_NUMBER));
        FlatTable details = field.table(TYPE);
        List<ArrowField> children = all(field.vector(CHILDREN, Integer.BYTES), depth + 1, seen);
        return new ArrowField(name, type, details == null ? 0 : detail(type, details), children);
    }

    private static int detail(ArrowType type, FlatTable details) {
        return switch (type) {
            case FIXED_SIZE_LIST -> details.getInt(0);
            case FLOAT, UNION -> details.getShort(0);
            default -> 0;
        };
    }

    /** The floating-point type inside lists, when this is a list of floats, of lists of floats, and so on. */
    Optional<FloatType> listedFloats() {
        if (!type.isList() || children.size() != 1) {
            return Optional.empty();
        }
        ArrowField child = children.get(0);
        return child.type == ArrowType.FLOAT ? child.precision() : child.listedFloats();
    }

    private Optional<FloatType> precision() {
        return detail >= 0 && detail < PRECISIONS.size() ? Optional.of(PRECISIONS.get(detail)) : Optional.empty();
    }

    /** Number of field nodes that this field and what is nested in it take in a record batch. */
    int nodes() {
        return 1 + children.stream().mapToInt(ArrowField::nodes).sum();
    }

    /** Number of buffers that they take, without the variable ones of {@link #views}. */
    int buffers(boolean unionsHaveValidity) {
        return type.buffers(detail, unionsHaveValidity)
                + children.stream()
                        .mapToInt(child -> child.buffers(unionsHaveValidity))
                        .sum();
    }

    /** Number of fields among them whose number of buffers each record batch tells. */
    int views() {
        return (type == ArrowType.VIEW ? 1 : 0)
                + children.stream().mapToInt(ArrowField::views).sum();
    }

    /** What messages call the type, for example {@code list<float32>}. */
    String description() {
        String base = type.name().toLowerCase(Locale.ROOT);
        if (type == ArrowType.FLOAT) {
            return precision().map(floats -> base + floats.bytes() * Byte.SIZE).orElse(base);
        }
        return children.isEmpty()
                ? base
                : base + children.stream().map(ArrowField::description).collect(Collectors.joining(", ", "<", ">"));
    }
}
