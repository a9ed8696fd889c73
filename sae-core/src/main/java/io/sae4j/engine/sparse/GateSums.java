package io.sae4j.engine.sparse;

import java.util.Arrays;

/**
 * What {@link FeatureCodes} of a gated encoder hold beside: sums over the rows on which a feature's gate is open, and each
 * sample's π where the decoder needs it.
 */
final class GateSums {
    /** Rows on which each gate is open. */
    final int[] open;
    /** Gradient of {@code b_enc}, the gate's bias. */
    final double[] byGateBias;
    /** Gradient of {@code b_mag}. */
    final double[] byBias;
    /** Gradient of {@code r_mag}: as {@code p·exp(r_mag) = magnitude − b_mag}, the gradient of the magnitude times that. */
    final double[] byLogScale;

    /** π by sample, as {@link FeatureCodes#value}. */
    float[] value = new float[0];

    private final float[] bias;
    private final boolean keepsValues;

    /** @param keepsValues whether samples keep their π */
    GateSums(Gate gate, boolean keepsValues) {
        bias = gate.bias().value;
        this.keepsValues = keepsValues;
        open = new int[bias.length];
        byGateBias = new double[bias.length];
        byBias = new double[bias.length];
        byLogScale = new double[bias.length];
    }

    void clear(int from, int to) {
        Arrays.fill(open, from, to, 0);
        for (double[] sum : new double[][] {byGateBias, byBias, byLogScale}) {
            Arrays.fill(sum, from, to, 0);
        }
    }

    /** Makes room for {@code capacity} samples. */
    void require(int capacity) {
        if (keepsValues && value.length < capacity) {
            value = new float[capacity];
        }
    }

    /** Takes gate {@code i} of feature {@code j} as sample {@code at}. */
    void take(GateCodes gates, int i, int at) {
        if (keepsValues) {
            value[at] = gates.value[i];
        }
    }

    /** Adds an open gate of feature {@code j}; by one thread per feature. */
    void add(int j, float magnitude, float byGate, float byMagnitude) {
        open[j]++;
        byGateBias[j] += byGate;
        byBias[j] += byMagnitude;
        byLogScale[j] += (double) byMagnitude * (magnitude - bias[j]);
    }
}
