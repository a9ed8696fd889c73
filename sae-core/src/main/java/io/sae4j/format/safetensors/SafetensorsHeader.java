package io.sae4j.format.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.format.FormatException;
import io.sae4j.format.JsonFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file, checked against the size of the data that follow it: as in the reference
 * implementation, tensors cover the data without holes or overlap.
 */
record SafetensorsHeader(Map<String, TensorInfo> tensors, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";
    private static final List<String> KEYS = List.of("dtype", "shape", "data_offsets");
    private static final Map<String, Integer> DTYPE_BYTES = Map.ofEntries(
            Map.entry("BOOL", 1),
            Map.entry("U8", 1),
            Map.entry("I8", 1),
            Map.entry("F8_E4M3", 1),
            Map.entry("F8_E5M2", 1),
            Map.entry("I16", 2),
            Map.entry("U16", 2),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("I32", 4),
            Map.entry("U32", 4),
            Map.entry("F32", 4),
            Map.entry("I64", 8),
            Map.entry("U64", 8),
            Map.entry("F64", 8));

    static SafetensorsHeader parse(byte[] json, long dataBytes, Path file) {
        if (json.length == 0 || json[0] != '{') {
            throw new FormatException(file, "safetensors header does not begin with '{'");
        }
        ObjectNode object = JsonFiles.parseObject(json, file, "safetensors header");
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (entry.getKey().equals(METADATA)) {
                metadata.putAll(metadata(entry.getValue(), file));
            } else {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), file));
            }
        }
        checkCoverage(tensors, dataBytes, file);
        return new SafetensorsHeader(tensors, metadata);
    }

    private static Map<String, String> metadata(JsonNode node, Path file) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isTextual()) {
                throw new FormatException(file, "__metadata__ '" + entry.getKey() + "' is not a string");
            }
            metadata.put(entry.getKey(), entry.getValue().textValue());
        }
        if (!node.isObject()) {
            throw new FormatException(file, "__metadata__ is not an object of strings");
        }
        return metadata;
    }

    private static TensorInfo tensor(String name, JsonNode node, Path file) {
        String where = "tensor '" + name + "' ";
        for (String key : KEYS) {
            if (!node.has(key)) {
                throw new FormatException(file, where + "has no " + key);
            }
        }
        JsonNode dtype = node.get("dtype");
        Integer bytes = DTYPE_BYTES.get(dtype.asText());
        if (!dtype.isTextual() || bytes == null) {
            throw new FormatException(file, where + "has the unknown dtype " + dtype);
        }
        long[] shape = naturals(node.get("shape"), where + "shape", file);
        long[] offsets = naturals(node.get("data_offsets"), where + "data_offsets", file);
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw new FormatException(
                    file,
                    where + "data_offsets must be [begin, end] with begin <= end, got " + Arrays.toString(offsets));
        }
        long size = byteSize(shape, bytes, where, file);
        if (size != offsets[1] - offsets[0]) {
            throw new FormatException(
                    file,
                    where + "of " + dtype.textValue() + " and shape " + Arrays.toString(shape) + " takes " + size
                            + " bytes but data_offsets " + Arrays.toString(offsets) + " hold "
                            + (offsets[1] - offsets[0]));
        }
        return new TensorInfo(dtype.textValue(), shape, offsets[0], offsets[1]);
    }

    private static long byteSize(long[] shape, int bytes, String where, Path file) {
        long size = bytes;
        try {
            for (long n : shape) {
                size = Math.multiplyExact(size, n);
            }
        } catch (ArithmeticException e) {
            throw new FormatException(file, where + "has the impossible shape " + Arrays.toString(shape), e);
        }
        return size;
    }

    private static long[] naturals(JsonNode node, String what, Path file) {
        if (!node.isArray()) {
            throw new FormatException(file, what + " is not a list: " + node);
        }
        long[] numbers = new long[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode number = node.get(i);
            if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
                throw new FormatException(file, what + " must hold whole numbers from 0 on, got " + number);
            }
            numbers[i] = number.longValue();
        }
        return numbers;
    }

    private static void checkCoverage(Map<String, TensorInfo> tensors, long dataBytes, Path file) {
        List<Map.Entry<String, TensorInfo>> inOrder = tensors.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, TensorInfo> e) ->
                                e.getValue().begin())
                        .thenComparingLong(e -> e.getValue().end()))
                .toList();
        long at = 0;
        for (Map.Entry<String, TensorInfo> entry : inOrder) {
            TensorInfo info = entry.getValue();
            if (info.end() > dataBytes) {
                throw new FormatException(
                        file,
                        "tensor '" + entry.getKey() + "' ends at byte " + info.end() + " of the data, but there are "
                                + dataBytes + " (truncated?)");
            }
            if (info.begin() != at) {
                String problem = info.begin() < at ? "overlaps another tensor" : "leaves a hole before it";
                throw new FormatException(
                        file,
                        "tensor '" + entry.getKey() + "' " + problem + ": it begins at byte " + info.begin()
                                + " of the data, expected " + at);
            }
            at = info.end();
        }
        if (at != dataBytes) {
            throw new FormatException(file, (dataBytes - at) + " bytes follow the last tensor");
        }
    }
}
