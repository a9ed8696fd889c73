package io.sae4j.product;

/**
 * The product {@code x·Wᵀ} of one SAE in training. It holds a copy of W in the form that its library multiplies fastest,
 * and computes on the calling thread alone: threads that each multiply a block of rows and use the result while it is in
 * cache are faster than a product that uses all cores at once and leaves them spinning.
 *
 * <p>{@link #pack} and lanes of different threads may run at the same time, a {@code pack} and a multiplication of the same
 * tile may not. An entry of the product must not depend on the thread, nor on the other rows of the block.
 */
public interface EncoderProduct extends AutoCloseable {
    /**
     * Takes over the weights of a tile.
     *
     * @param weights all features' rows {@code [features][width]}; those of the tile are read
     */
    void pack(int tile, float[][] weights);

    /** What the calling thread needs to multiply; only for that thread. */
    Lane lane();

    /** Off-heap bytes of the packed weights. */
    long bytes();

    @Override
    void close();

    /** One thread's buffers. */
    interface Lane extends AutoCloseable {
        /**
         * Takes a block of rows, for the multiplications that follow.
         *
         * @param rows the first {@code count} of them, each {@code [width]}, are read
         */
        void load(float[][] rows, int count);

        /**
         * Multiplies the loaded rows with a tile.
         *
         * @param out entry {@code [r][i]} receives row r times feature {@code tileStart + i}
         */
        void multiply(int tile, float[][] out);

        /** Off-heap bytes of the buffers. */
        long bytes();

        @Override
        void close();
    }
}
