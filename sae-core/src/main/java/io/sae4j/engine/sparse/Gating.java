package io.sae4j.engine.sparse;

import io.sae4j.encoder.GatedEncoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the passes keep for a gated encoder beside what they keep for every other. A code is an open gate: its value is the
 * magnitude, which enters the reconstruction, and {@link GateCodes} hold its π, which the gate's reconstruction and the
 * penalties see.
 *
 * @param gate the magnitudes
 * @param rule the gradients of codes
 * @param sums sums per feature
 * @param head the gate's reconstruction; null where the objective has none
 */
record Gating(
        Gate gate, GateRule rule, GateSums sums, @Nullable GateHead head) {
    /** Null for encoders without gates. */
    static @Nullable Gating of(ObjectiveSpec spec, SaeState state, BatchRows rows, Penalties penalties, int blocks) {
        if (!(spec.encoder() instanceof GatedEncoder)) {
            return null;
        }
        Gate gate = new Gate(state);
        GateHead head = GateHead.of(spec, state, rows, blocks);
        GateSums sums = new GateSums(gate, head != null && head.reachesDecoder());
        return new Gating(gate, new GateRule(state, gate, penalties), sums, head);
    }

    void begin(StepSettings settings) {
        gate.refresh();
        if (head != null) {
            head.begin(settings);
        }
    }

    /** The encoder's own parameters with their gradients. */
    List<FeatureVector> vectors() {
        return List.of(
                new FeatureVector(gate.logScale(), j -> sums.byLogScale[j]),
                new FeatureVector(gate.bias(), j -> sums.byBias[j]));
    }
}
