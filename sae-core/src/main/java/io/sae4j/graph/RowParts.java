package io.sae4j.graph;

import java.util.stream.IntStream;

/** Rows in a fixed number of parts, worked on by several threads at once. What is done there must not call ND4J. */
public final class RowParts {
    /** How many parts there are, whatever the number of rows; some may be empty. */
    public static final int COUNT = 8;

    private RowParts() {}

    /** Work on rows {@code [from, to)}, which are part {@code part} of {@link #COUNT}. */
    @FunctionalInterface
    public interface Work {
        void run(int part, int from, int to);
    }

    /** Runs {@code work} for every part of {@code rows} rows, and returns when all are done. */
    public static void forEach(int rows, Work work) {
        IntStream.range(0, COUNT)
                .parallel()
                .forEach(part -> work.run(part, boundary(rows, part), boundary(rows, part + 1)));
    }

    private static int boundary(int rows, int part) {
        return (int) ((long) rows * part / COUNT);
    }
}
