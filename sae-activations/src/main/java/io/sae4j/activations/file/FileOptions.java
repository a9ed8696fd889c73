package io.sae4j.activations.file;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Optional;

/**
 * How to read a file of activations.
 *
 * @param tensor which tensor, array or column holds the rows; needed only where a file has several that could
 */
public record FileOptions(Optional<String> tensor) {
    public FileOptions {
        checkArgument(tensor.filter(String::isEmpty).isEmpty(), "tensor must not be an empty name");
    }

    /** Nothing chosen: right for files that hold one matrix. */
    public static FileOptions none() {
        return new FileOptions(Optional.empty());
    }

    /** Reads the tensor, array or column {@code name}. */
    public static FileOptions tensor(String name) {
        return new FileOptions(Optional.of(name));
    }
}
