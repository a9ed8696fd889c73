package io.sae4j.format;

import java.nio.file.Path;
import java.util.Set;

/** Refuses files whose tensors are not exactly those of an architecture. */
public final class TensorNames {
    private TensorNames() {}

    /**
     * Throws unless {@code there} and {@code wanted} are the same names.
     *
     * @param architecture whose names {@code wanted} are, for the message
     * @throws FormatException when a name is missing or one too many
     */
    public static void require(Set<String> wanted, Set<String> there, String architecture, Path file) {
        for (String name : wanted) {
            if (!there.contains(name)) {
                throw new FormatException(
                        file,
                        "tensor '" + name + "' is missing; architecture '" + architecture + "' has " + wanted
                                + ", the file has " + there);
            }
        }
        for (String name : there) {
            if (!wanted.contains(name)) {
                throw new FormatException(
                        file,
                        "tensor '" + name + "' does not belong to architecture '" + architecture + "', which has "
                                + wanted);
            }
        }
    }
}
