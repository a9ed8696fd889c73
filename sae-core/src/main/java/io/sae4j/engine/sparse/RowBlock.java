package io.sae4j.engine.sparse;

/**
 * Rows of the batch that one task works through.
 *
 * @param index of the block
 * @param first its first row in the batch
 * @param rows how many it has
 */
record RowBlock(int index, int first, int rows) {}
