package io.sae4j.activations.text;

import io.sae4j.format.FormatException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** One pass over {@link Documents}. For one thread. */
public interface DocumentReader extends AutoCloseable {
    /**
     * The next document, or the next part of one.
     *
     * @return null after the last
     * @throws FormatException when a file's content cannot be used
     * @throws UncheckedIOException when it cannot be read
     */
    @Nullable
    Document next();

    @Override
    void close();
}
