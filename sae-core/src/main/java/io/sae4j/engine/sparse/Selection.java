package io.sae4j.engine.sparse;

import io.sae4j.engine.StepSettings;
import org.jspecify.annotations.Nullable;

/**
 * How an encoder chooses codes from {@link Scores}: its contribution to the codes pass.
 */
interface Selection {
    /** Sets up a step, from the state's present values. */
    void begin(StepSettings settings, int rows);

    /** Whether products may be rounded for it, because its choosers know how to settle a choice exactly. */
    default boolean mayScreen() {
        return true;
    }

    /** The share of all features that a row's choice is expected to look at closely; 1 where that is not known. */
    default double expectedShare() {
        return 1;
    }

    /** The smallest score that was chosen in the last step, for encoders whose threshold is learned from it; else NaN. */
    default double smallestScore() {
        return Double.NaN;
    }

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
         * @param margins by how much scores may be off; null for exact ones
         */
        void start(RowBlock block, float[][] inputs, @Nullable Margins margins);

        /** Looks at the scores of features {@code first … first + count − 1} on the block's rows. */
        void visit(float[][] scores, int first, int count);

        /** How many scores were looked at closely since the step began: kept to the end, or computed again. */
        long closeLooks();

        /**
         * Writes the codes of the block.
         *
         * @return false when there are so many that sparse codes do not pay; they are not written then
         */
        boolean finish(BlockCodes out);
    }
}
