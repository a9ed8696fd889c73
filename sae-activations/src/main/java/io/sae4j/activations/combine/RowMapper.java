package io.sae4j.activations.combine;

/** Makes a row of another. */
@FunctionalInterface
public interface RowMapper {
    /**
     * @param in holds the row from entry {@code inFrom} on; read only
     * @param out receives the new row from entry {@code outFrom} on; another array than {@code in}
     */
    void map(float[] in, int inFrom, float[] out, int outFrom);
}
