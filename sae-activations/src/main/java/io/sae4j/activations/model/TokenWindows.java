package io.sae4j.activations.model;

import java.util.Iterator;
import java.util.List;

/** Token windows that can be read again and again, in the same order. */
@FunctionalInterface
public interface TokenWindows {
    /** Starts at the first window. */
    WindowReader open();

    /** Windows at hand; the list is kept and must not change. */
    static TokenWindows of(List<TokenWindow> windows) {
        return () -> {
            Iterator<TokenWindow> iterator = windows.iterator();
            return () -> iterator.hasNext() ? iterator.next() : null;
        };
    }
}
