package io.sae4j.activations.parquet;

/**
 * A page's entries.
 *
 * @param size entries, with those that are absent
 * @param repetitions levels that tell where rows begin
 * @param definitions levels that tell what is there
 * @param entries those that are there
 */
record Page(int size, Runs repetitions, Runs definitions, Entries entries) {}
