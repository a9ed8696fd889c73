package io.sae4j.activations.columns;

import io.sae4j.format.FormatException;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Names the file when its own numbers lead outside it. */
public final class Damage {
    private Damage() {}

    /**
     * What {@code reading} gives.
     *
     * @throws FormatException when it reads outside the file or a part of it, or its numbers overflow
     */
    public static <T> T named(Path file, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException e) {
            throw new FormatException(file, "is damaged: " + e.getMessage(), e);
        }
    }

    /** Like {@link #named(Path, Supplier)}, for what gives nothing. */
    public static void named(Path file, Runnable reading) {
        named(file, () -> {
            reading.run();
            return file;
        });
    }
}
