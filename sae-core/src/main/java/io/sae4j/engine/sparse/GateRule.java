package io.sae4j.engine.sparse;

/**
 * The gradients of a gated encoder's codes. With g the gradient that comes through the decoder, h that of the gate's
 * reconstruction and p that of the penalties, which act on {@code max(π, 0)}: π gets {@code h + p}, the magnitude g where it is
 * positive, and the product {@code x·w} that both are made of {@code h + p + g·exp(r_mag)}. The step between them has no
 * gradient.
 */
final class GateRule {
    private final SaeState state;
    private final Gate gate;
    private final Penalties penalties;

    GateRule(SaeState state, Gate gate, Penalties penalties) {
        this.state = state;
        this.gate = gate;
        this.penalties = penalties;
    }

    /**
     * Completes code {@code i}: its gradients are written, its share of the penalties' values is added.
     *
     * @param throughDecoder g, {@code w_j·∂L/∂x̂}
     * @param throughHead h, the same for the gate's reconstruction
     */
    void complete(
            BlockCodes codes,
            GateCodes gates,
            int i,
            float throughDecoder,
            float throughHead,
            Penalties.Values values) {
        int j = codes.feature[i];
        float pi = gates.value[i];
        float norm = state.penaltyNorms[j];
        float bySize = penalties.bySize(pi * norm, 0f);
        float byGate = throughHead + penalties.plainWeight() + bySize * norm;
        float byMagnitude = codes.value[i] == 0f ? 0f : throughDecoder;
        gates.gradient[i] = byGate;
        gates.magnitudeGradient[i] = byMagnitude;
        codes.gradient[i] = byGate + byMagnitude * gate.scale(j);
        codes.normGradient[i] = bySize * pi;
        values.addPenalised(pi, pi * norm);
        if (codes.value[i] != 0f) {
            values.addFiring();
        }
    }

    /**
     * Completes a row of dense codes of features {@code first … first + count − 1}, and adds it to the sums.
     *
     * @param pi {@code max(π, 0)}
     * @param magnitudes 0 where a gate is closed
     * @param gradient g; overwritten by the gradients of the products
     * @param throughHead h
     * @return how many gates are open
     */
    int completeRow(
            float[] pi,
            float[] magnitudes,
            float[] gradient,
            float[] throughHead,
            int first,
            int count,
            FeatureCodes sums,
            GateSums gateSums,
            Penalties.Values values) {
        int open = 0;
        for (int i = 0; i < count; i++) {
            if (pi[i] == 0f) {
                gradient[i] = 0f;
                continue;
            }
            int j = first + i;
            float norm = state.penaltyNorms[j];
            boolean fires = magnitudes[i] != 0f;
            float bySize = penalties.bySize(pi[i] * norm, 0f);
            float byGate = throughHead[i] + penalties.plainWeight() + bySize * norm;
            float byMagnitude = fires ? gradient[i] : 0f;
            gradient[i] = byGate + byMagnitude * gate.scale(j);
            gateSums.add(j, magnitudes[i], byGate, byMagnitude);
            sums.addOpen(j, fires, gradient[i], bySize * pi[i]);
            values.addPenalised(pi[i], pi[i] * norm);
            if (fires) {
                values.addFiring();
            }
            open++;
        }
        return open;
    }
}
