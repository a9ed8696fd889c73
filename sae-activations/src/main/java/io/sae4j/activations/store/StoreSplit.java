package io.sae4j.activations.store;

/** Two parts of a store's rows that have no document in common. */
public record StoreSplit(StoreSource training, StoreSource validation) {}
