package io.sae4j.engine.sparse;

import io.sae4j.engine.StepSettings;

/**
 * How an encoder chooses codes from the products {@code x·w_j}, to which it adds the biases itself: its contribution to
 * the codes pass.
 */
interface Selection {
    /** Sets up a step, from the state's present values. */
    void begin(StepSettings settings, int rows);

    /** One worker's state, for blocks of at most {@code blockRows} rows. */
    Chooser chooser(int blockRows);

    /** Whether codes are settled only when all blocks are chosen; {@link #settle} is called then. */
    default boolean hasBarrier() {
        return false;
    }

    /** The barrier: drops what is not chosen in view of the whole batch. */
    default void settle(BlockCodes[] blocks, Workers workers) {}

    /** Chooses the codes of one block at a time; used by one worker. */
    interface Chooser {
        /**
         * @param inputs the rows as the encoder sees them
         * @param margins by how much a product with a feature of unit length may be off, per row of the block; null for exact
         *     products
         */
        void start(RowBlock block, float[][] inputs, float @org.jspecify.annotations.Nullable [] margins);

        /** Looks at the products of the block's rows with features {@code first … first + count − 1}. */
        void visit(float[][] products, int first, int count);

        /**
         * Writes the codes of the block.
         *
         * @return false when there are so many that sparse codes do not pay; they are not written then
         */
        boolean finish(BlockCodes out);
    }
}
