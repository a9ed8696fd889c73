package io.sae4j.format.numpy;

import io.sae4j.format.FloatType;
import io.sae4j.format.FormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the Python dictionary in an {@code .npy} header: exactly the keys descr, fortran_order and shape. */
final class NpyHeaderText {
    private static final Pattern ENTRY = Pattern.compile(
            "\\s*(?:'([^']*)'|\"([^\"]*)\")\\s*:\\s*('[^']*'|\"[^\"]*\"|True|False|\\([^()]*\\)|\\[.*\\])\\s*(,|(?=}))",
            Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,19}");

    private NpyHeaderText() {}

    static NpyHeader parse(String text, long dataOffset, String file) {
        Map<String, String> entries = entries(text, file);
        FloatType type = type(require(entries, "descr", file), file);
        String order = require(entries, "fortran_order", file);
        if (!order.equals("True") && !order.equals("False")) {
            throw new FormatException(file, ".npy fortran_order must be True or False, got " + order, null);
        }
        long[] shape = shape(require(entries, "shape", file), file);
        NpyHeader header = new NpyHeader(type, order.equals("True"), shape, dataOffset);
        try {
            header.dataBytes();
        } catch (ArithmeticException e) {
            throw new FormatException(file, "has the impossible .npy shape " + entries.get("shape"), e);
        }
        return header;
    }

    private static Map<String, String> entries(String text, String file) {
        String body = text.strip();
        if (!body.startsWith("{") || !body.endsWith("}")) {
            throw new FormatException(file, ".npy header is not a dictionary", null);
        }
        Map<String, String> entries = new HashMap<>();
        Matcher matcher = ENTRY.matcher(body).region(1, body.length());
        int at = 1;
        while (matcher.lookingAt()) {
            String key = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            if (entries.put(key, matcher.group(3)) != null) {
                throw new FormatException(file, ".npy header has the key '" + key + "' twice", null);
            }
            at = matcher.end();
            matcher.region(at, body.length());
        }
        if (!body.substring(at).strip().equals("}")) {
            throw new FormatException(file, ".npy header cannot be read after its first " + at + " characters", null);
        }
        if (entries.size() != 3) {
            throw new FormatException(
                    file, ".npy header must have the keys descr, fortran_order, shape; got " + entries.keySet(), null);
        }
        return entries;
    }

    private static String require(Map<String, String> entries, String key, String file) {
        String value = entries.get(key);
        if (value == null) {
            throw new FormatException(file, ".npy header has no key '" + key + "'", null);
        }
        return value;
    }

    private static FloatType type(String quoted, String file) {
        String descr = quoted.replaceAll("^['\"]|['\"]$", "");
        FloatType type = FloatType.ofNpyDescr(descr);
        if (type != null) {
            return type;
        }
        String hint = "; '<f2', '<f4' and '<f8' can be read";
        if (descr.startsWith("[")) {
            throw new FormatException(file, "holds records (a structured dtype)" + hint, null);
        }
        if (descr.endsWith("O")) {
            throw new FormatException(file, "holds Python objects (dtype '" + descr + "')" + hint, null);
        }
        if (descr.startsWith(">")) {
            throw new FormatException(file, "holds big-endian numbers (dtype '" + descr + "')" + hint, null);
        }
        throw new FormatException(file, "has dtype '" + descr + "'" + hint, null);
    }

    private static long[] shape(String tuple, String file) {
        if (!tuple.startsWith("(")) {
            throw new FormatException(file, ".npy shape must be a tuple, got " + tuple, null);
        }
        List<Long> sizes = new ArrayList<>();
        String[] parts = tuple.substring(1, tuple.length() - 1).split(",", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.isEmpty() && i == parts.length - 1) {
                break;
            }
            sizes.add(size(part, tuple, file));
        }
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    private static long size(String text, String tuple, String file) {
        try {
            if (NUMBER.matcher(text).matches()) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            throw new FormatException(file, "has the impossible .npy shape " + tuple, e);
        }
        throw new FormatException(file, ".npy shape must hold whole numbers from 0 on, got " + tuple, null);
    }
}
