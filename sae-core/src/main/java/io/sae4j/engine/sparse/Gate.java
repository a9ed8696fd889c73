package io.sae4j.engine.sparse;

import io.sae4j.encoder.GatedEncoder;

/**
 * The magnitudes of a gated encoder: the code of a feature whose gate is open at π is
 * {@code max((π − b_enc)·exp(r_mag) + b_mag, 0)}, with the parameters of the present step.
 */
final class Gate {
    private final float[] gateBias;
    private final VectorParameter logScale;
    private final VectorParameter bias;
    private final float[] scale;

    Gate(SaeState state) {
        gateBias = state.encoderBias.value;
        logScale = state.own(GatedEncoder.R_MAG);
        bias = state.own(GatedEncoder.B_MAG);
        scale = new float[gateBias.length];
    }

    /** {@code r_mag}. */
    VectorParameter logScale() {
        return logScale;
    }

    /** {@code b_mag}. */
    VectorParameter bias() {
        return bias;
    }

    /** Takes the parameters of the step that begins. */
    void refresh() {
        for (int j = 0; j < scale.length; j++) {
            scale[j] = (float) Math.exp(logScale.value[j]);
        }
    }

    /** {@code exp(r_mag)} of feature {@code j}. */
    float scale(int j) {
        return scale[j];
    }

    /** The code of feature {@code j} whose gate is open at {@code pi}. */
    float magnitude(float pi, int j) {
        return Math.max((pi - gateBias[j]) * scale[j] + bias.value[j], 0f);
    }

    /**
     * Opens gates {@code from … to − 1} that a selection found: its values, which are those of the gates, give way to the
     * magnitudes.
     */
    void open(BlockCodes codes, GateCodes gates, int from, int to) {
        for (int i = from; i < to; i++) {
            float pi = codes.value[i];
            gates.value[i] = pi;
            codes.value[i] = magnitude(pi, codes.feature[i]);
        }
    }

    /**
     * The same for dense scores of features {@code first … first + count − 1} on a row.
     *
     * @param pi becomes {@code max(π, 0)}
     * @param codes receives the magnitudes, 0 where the gate is closed
     */
    void open(float[] pi, float[] codes, int first, int count) {
        for (int i = 0; i < count; i++) {
            boolean closed = pi[i] <= 0f;
            codes[i] = closed ? 0f : magnitude(pi[i], first + i);
            pi[i] = closed ? 0f : pi[i];
        }
    }
}
