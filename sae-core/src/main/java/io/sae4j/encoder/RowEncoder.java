package io.sae4j.encoder;

/** The inference form of an encoder as a whole: turns rows into codes. Thread-safe. */
@FunctionalInterface
public interface RowEncoder {
    /**
     * Encodes a block of rows.
     *
     * @param rows row-major {@code [count, dIn]}, less {@code b_dec} where it is subtracted and multiplied by the input scale;
     *     may be overwritten
     * @param count number of rows, at least 1
     * @param codes receives row-major {@code [count, dSae]}, exactly 0 where a feature does not fire; longer arrays keep their end
     */
    void encode(float[] rows, int count, float[] codes);
}
