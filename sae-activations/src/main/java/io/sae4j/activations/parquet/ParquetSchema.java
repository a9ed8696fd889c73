package io.sae4j.activations.parquet;

import io.sae4j.activations.columns.ColumnChoice;
import io.sae4j.activations.file.FileOptions;
import io.sae4j.format.FloatType;
import io.sae4j.format.FormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the column of lists of floats in a schema, which is a tree told depth first. */
final class ParquetSchema {
    private static final int TYPE = 1;
    private static final int TYPE_LENGTH = 2;
    private static final int REPETITION = 3;
    private static final int NAME = 4;
    private static final int CHILDREN = 5;
    private static final int LOGICAL_TYPE = 10;
    private static final int FLOAT16 = 15;
    private static final int PHYSICAL_FLOAT = 4;
    private static final int PHYSICAL_DOUBLE = 5;
    private static final int PHYSICAL_FIXED = 7;
    private static final int MAX_DEPTH = 32;
    private static final List<String> TYPES =
            List.of("boolean", "int32", "int64", "int96", "float", "double", "binary", "fixed");

    private final List<ThriftStruct> elements;
    private final Path file;
    private int next = 1;
    private int leaves;

    private ParquetSchema(List<ThriftStruct> elements, Path file) {
        this.elements = elements;
        this.file = file;
    }

    /** The column that {@code options} choose; exceptions as {@link ColumnChoice#of}. */
    static ParquetColumn choose(List<ThriftStruct> elements, FileOptions options, Path file) {
        if (elements.isEmpty()) {
            throw new FormatException(file, "is damaged: it has no schema");
        }
        return new ParquetSchema(elements, file).choose(options);
    }

    private ParquetColumn choose(FileOptions options) {
        Map<String, ColumnChoice.Found<ParquetColumn>> columns = new LinkedHashMap<>();
        int count = children(elements.get(0));
        for (int i = 0; i < count; i++) {
            String name = element(next).text(NAME, "column name");
            int firstLeaf = leaves;
            List<ThriftStruct> path = new ArrayList<>();
            boolean single = descend(path, 0);
            if (columns.put(name, found(name, path, single, firstLeaf)) != null) {
                throw new FormatException(file, "has two columns '" + name + "'");
            }
        }
        return ColumnChoice.of(columns, options, file);
    }

    /** Passes over an element and its children; {@code path} gets it and its first descendants. */
    private boolean descend(List<ThriftStruct> path, int depth) {
        if (depth > MAX_DEPTH) {
            throw new FormatException(file, "has a schema that is nested too deeply");
        }
        ThriftStruct element = element(next++);
        path.add(element);
        int count = children(element);
        if (count == 0) {
            leaves++;
        }
        boolean single = count <= 1;
        for (int i = 0; i < count; i++) {
            single &= descend(i == 0 ? path : new ArrayList<>(), depth + 1);
        }
        return single;
    }

    private ColumnChoice.Found<ParquetColumn> found(String name, List<ThriftStruct> path, boolean single, int leaf) {
        if (!single) {
            return new ColumnChoice.Found<>("struct", Optional.empty());
        }
        List<ParquetColumn.Step> steps = new ArrayList<>();
        for (ThriftStruct element : path) {
            switch (element.count(REPETITION, "repetition type")) {
                case 0 -> {}
                case 1 -> steps.add(ParquetColumn.Step.OPTIONAL);
                case 2 -> steps.add(ParquetColumn.Step.REPEATED);
                default -> throw new FormatException(file, "has an unknown repetition type");
            }
        }
        ThriftStruct last = path.get(path.size() - 1);
        boolean list = steps.contains(ParquetColumn.Step.REPEATED);
        return new ColumnChoice.Found<>(
                (list ? "list of " : "") + typeName(last),
                floats(last).filter(floats -> list).map(floats -> new ParquetColumn(name, leaf, floats, steps)));
    }

    private static Optional<FloatType> floats(ThriftStruct leaf) {
        if (!leaf.has(TYPE)) {
            return Optional.empty();
        }
        return switch (leaf.count(TYPE, "type")) {
            case PHYSICAL_FLOAT -> Optional.of(FloatType.F32);
            case PHYSICAL_DOUBLE -> Optional.of(FloatType.F64);
            case PHYSICAL_FIXED ->
                leaf.count(TYPE_LENGTH, "type length") == FloatType.F16.bytes()
                                && leaf.optionalStruct(LOGICAL_TYPE, "logical type")
                                        .filter(type -> type.has(FLOAT16))
                                        .isPresent()
                        ? Optional.of(FloatType.F16)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static String typeName(ThriftStruct leaf) {
        if (!leaf.has(TYPE)) {
            return "empty group";
        }
        int type = leaf.count(TYPE, "type");
        return floats(leaf).filter(floats -> floats == FloatType.F16).isPresent()
                ? "float16"
                : type < TYPES.size() ? TYPES.get(type) : "type " + type;
    }

    private static int children(ThriftStruct element) {
        return element.has(CHILDREN) ? element.count(CHILDREN, "number of children") : 0;
    }

    private ThriftStruct element(int i) {
        if (i >= elements.size()) {
            throw new FormatException(file, "is damaged: its schema ends early");
        }
        return elements.get(i);
    }
}
