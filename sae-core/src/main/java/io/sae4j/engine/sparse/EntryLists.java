package io.sae4j.engine.sparse;

import io.sae4j.math.RankedEntries;
import java.util.Arrays;

/** A growing list of {@link RankedEntries} for each row of a block, filled tile by tile. */
final class EntryLists {
    final long[][] entries;
    final int[] size;

    EntryLists(int rows, int capacity) {
        entries = new long[rows][capacity];
        size = new int[rows];
    }

    void clear(int rows) {
        Arrays.fill(size, 0, rows, 0);
    }

    /** Doubles the room of row {@code r} and returns its array. */
    long[] grow(int r) {
        entries[r] = Arrays.copyOf(entries[r], 2 * entries[r].length);
        return entries[r];
    }
}
