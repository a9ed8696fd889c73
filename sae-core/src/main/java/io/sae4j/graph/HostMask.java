package io.sae4j.graph;

/**
 * A mask that the host computes while the graph runs.
 *
 * @param placeholder the variable that holds it
 * @param input the variable it is computed from, of the same shape
 * @param function fills it
 */
public record HostMask(String placeholder, String input, BatchMask function) {
    /** A mask that is computed row by row. */
    public static HostMask ofRows(String placeholder, String input, RowMask function) {
        return new HostMask(placeholder, input, function.ofBatch());
    }
}
