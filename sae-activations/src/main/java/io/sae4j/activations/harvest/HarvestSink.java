package io.sae4j.activations.harvest;

import java.util.Map;

/** Takes harvested rows, in the order of the tokens. What it is given is the caller's and changes after the call. */
@FunctionalInterface
public interface HarvestSink {
    /**
     * Takes the rows of the next {@code count} tokens.
     *
     * @param tokenIds id of each token
     * @param positions position of each token in its window; 0 where a window begins
     * @param documents number of the document that each token is of
     * @param rowsByHook {@code [count, width]} row-major, by hook point
     */
    void append(int count, int[] tokenIds, int[] positions, long[] documents, Map<String, float[]> rowsByHook);
}
