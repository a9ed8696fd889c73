package io.sae4j.activations.model;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.format.FormatException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over {@link TokenWindows}. For one thread. */
public interface WindowReader extends AutoCloseable {
    /**
     * The next window; the caller's.
     *
     * @return null after the last
     * @throws FormatException when a file's content cannot be used
     * @throws UncheckedIOException when it cannot be read
     */
    @Nullable
    TokenWindow next();

    /**
     * Up to {@code count} windows.
     *
     * @param count at least 1
     * @return fewer than {@code count} only at the end, none after the last
     */
    default List<TokenWindow> next(int count) {
        checkArgument(count > 0, "count must be positive, got %s", count);
        List<TokenWindow> windows = new ArrayList<>();
        while (windows.size() < count) {
            TokenWindow window = next();
            if (window == null) {
                break;
            }
            windows.add(window);
        }
        return windows;
    }

    /** Frees what a pass holds. */
    @Override
    default void close() {}
}
