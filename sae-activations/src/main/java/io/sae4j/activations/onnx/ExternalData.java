package io.sae4j.activations.onnx;

import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import onnx.Onnx.GraphProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;

/** Weights that lie in files beside the model. They stay there; here is checked that they are there. */
final class ExternalData {
    private ExternalData() {}

    static boolean isExternal(TensorProto tensor) {
        return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    }

    /** The directory that locations are relative to. */
    static Path directory(Path model) {
        Path parent = model.toAbsolutePath().normalize().getParent();
        if (parent == null) {
            throw new FormatException(model, "is the root of a file system");
        }
        return parent;
    }

    /** Throws a {@link FormatException} unless each external weight of {@code graph} lies whole in a file beside {@code model}. */
    static void check(Path model, GraphProto graph) {
        Map<Path, Long> sizes = new HashMap<>();
        for (TensorProto tensor : graph.getInitializerList()) {
            if (isExternal(tensor)) {
                check(model, tensor, sizes);
            }
        }
    }

    private static void check(Path model, TensorProto tensor, Map<Path, Long> sizes) {
        Map<String, String> entries = new HashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            entries.put(entry.getKey(), entry.getValue());
        }
        String what = "weight '" + tensor.getName() + "'";
        Path file = resolve(model, what, entries.getOrDefault("location", ""));
        long offset = number(model, what, "offset", entries.getOrDefault("offset", "0"));
        long length = number(model, what, "length", entries.getOrDefault("length", "0"));
        long size = sizes.computeIfAbsent(file, path -> size(model, what, path));
        if (offset > size || length > size - offset) {
            throw new FormatException(
                    file,
                    "is truncated: " + what + " of " + model + " is " + length + " bytes from " + offset
                            + " on, the file has " + size);
        }
    }

    private static Path resolve(Path model, String what, String location) {
        Path directory = directory(model);
        try {
            Path file = directory.resolve(location).normalize();
            if (!location.isEmpty() && file.startsWith(directory) && !file.equals(directory)) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new FormatException(model, what + " lies in '" + location + "', which is no file name", e);
        }
        throw new FormatException(model, what + " lies in '" + location + "', which is not a file beside the model");
    }

    private static long number(Path model, String what, String key, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new FormatException(model, what + " has the " + key + " '" + text + "', which is no number", e);
        }
        throw new FormatException(model, what + " has the negative " + key + " " + text);
    }

    private static long size(Path model, String what, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new FormatException(file, "is missing: " + what + " of " + model + " lies there");
        }
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        }
    }
}
