package io.sae4j.activations.store;

/** Chooses rows of a store by what stands beside them. */
@FunctionalInterface
public interface TokenPredicate {
    /**
     * @param id token
     * @param position its position in its window, from 0
     * @param document number of its document
     */
    boolean test(int id, int position, long document);
}
