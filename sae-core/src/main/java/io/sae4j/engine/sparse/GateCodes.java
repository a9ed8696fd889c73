package io.sae4j.engine.sparse;

/**
 * What {@link BlockCodes} of a gated encoder hold beside: each code is that of an open gate, and its value, the magnitude, may
 * be 0. Indices are those of the codes.
 */
final class GateCodes {
    /** π, positive. */
    float[] value = new float[0];
    /** Gradient of π, from the gate's reconstruction and the penalties. */
    float[] gradient = new float[0];
    /** Gradient of the magnitude before it is rectified. */
    float[] magnitudeGradient = new float[0];

    /** Makes room for {@code capacity} codes; what was there is lost when there was too little. */
    void require(int capacity) {
        if (value.length < capacity) {
            value = new float[capacity];
            gradient = new float[capacity];
            magnitudeGradient = new float[capacity];
        }
    }
}
