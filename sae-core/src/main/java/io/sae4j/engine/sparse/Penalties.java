package io.sae4j.engine.sparse;

import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.loss.L0Step;
import io.sae4j.loss.L0Tanh;
import io.sae4j.loss.L1;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.PreActivation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loss terms that are sums over codes, with their gradients by hand: L1 in both forms, the L0 step and its tanh. Weights
 * are those of the present step, divided by the number of rows.
 *
 * <p>{@link PreActivation} is a sum over what does <em>not</em> fire. Its gradient by z is the same constant for all of
 * those, so it is taken for all rows, and codes that fire get it back; see {@link FeatureGradients}.
 */
final class Penalties {
    private final @Nullable L1 l1;
    private final @Nullable L0Tanh tanh;
    private final @Nullable PreActivation preActivation;
    private final boolean hasStep;

    private float l1Weight;
    private float tanhWeight;
    private float stepWeight;
    private float preActivationWeight;

    Penalties(ObjectiveSpec spec) {
        l1 = find(spec, L1.class);
        tanh = find(spec, L0Tanh.class);
        preActivation = find(spec, PreActivation.class);
        hasStep = find(spec, L0Step.class) != null;
    }

    private static <T extends LossTerm> @Nullable T find(ObjectiveSpec spec, Class<T> type) {
        for (Loss loss : spec.losses()) {
            if (type.isInstance(loss.term())) {
                return type.cast(loss.term());
            }
        }
        return null;
    }

    void begin(StepSettings settings, int rows) {
        l1Weight = weight(settings, L1.NAME, rows);
        tanhWeight = weight(settings, L0Tanh.NAME, rows);
        stepWeight = weight(settings, L0Step.NAME, rows);
        preActivationWeight = weight(settings, PreActivation.NAME, rows);
    }

    private static float weight(StepSettings settings, String name, int rows) {
        return (float) (settings.coefficients().getOrDefault(name, 0.0) / rows);
    }

    /** Whether any term acts on codes. */
    boolean actOnCodes() {
        return l1 != null || tanh != null;
    }

    /** Whether nothing but L1 without norms acts, if anything. */
    boolean isPlainL1() {
        return tanh == null && preActivation == null && !hasStep && (l1 == null || !l1.decoderNorms());
    }

    /** Gradient by an activation, of the terms that act on it. */
    float byActivation(float activation, float norm) {
        float gradient = 0;
        if (l1 != null) {
            gradient += l1.decoderNorms() ? l1Weight * norm : l1Weight;
        }
        if (tanh != null) {
            gradient += tanhWeight * slope(activation, norm, tanh) * norm;
        }
        return gradient;
    }

    /** Gradient by the length of the decoder row. */
    float byNorm(float activation, float norm) {
        float gradient = 0;
        if (l1 != null && l1.decoderNorms()) {
            gradient += l1Weight * activation;
        }
        if (tanh != null) {
            gradient += tanhWeight * slope(activation, norm, tanh) * activation;
        }
        return gradient;
    }

    /** {@code d tanh(c·u)/du} at {@code u = a·‖w‖}. */
    private static float slope(float activation, float norm, L0Tanh tanh) {
        double t = Math.tanh(tanh.scale() * activation * norm);
        return (float) (tanh.scale() * (1 - t * t));
    }

    /** Weight of the number of features that fire; its gradient reaches thresholds alone. */
    float stepWeight() {
        return stepWeight;
    }

    /** Whether the shortfall of a feature below its threshold counts. */
    boolean countsShortfall(boolean dead) {
        return preActivation != null && (preActivation.allFeatures() || dead);
    }

    /** Weight of the shortfall, for the features whose shortfall counts. */
    float preActivationWeight() {
        return preActivationWeight;
    }

    boolean hasPreActivation() {
        return preActivation != null;
    }

    /** Whether it counts for features only while they are dead, so that it is left out while none is. */
    boolean hasPreActivationOfDeadOnly() {
        return preActivation != null && !preActivation.allFeatures();
    }

    /** Adds up the unweighted values of the terms over codes. */
    final class Values {
        private double l1Sum;
        private double tanhSum;
        private long fired;

        void add(float activation, float norm) {
            addFiring();
            addPenalised(activation, norm);
        }

        /** Adds a firing alone. */
        void addFiring() {
            fired++;
        }

        /** Adds what penalties see of a code alone. */
        void addPenalised(float activation, float norm) {
            if (l1 != null) {
                l1Sum += l1.decoderNorms() ? activation * norm : activation;
            }
            if (tanh != null) {
                tanhSum += Math.tanh(tanh.scale() * activation * norm);
            }
        }

        /** Adds {@code count} firings with activations of this sum, where L1 is plain. */
        void addPlain(double activations, int count) {
            fired += count;
            l1Sum += activations;
        }

        void add(Values other) {
            l1Sum += other.l1Sum;
            tanhSum += other.tanhSum;
            fired += other.fired;
        }

        long fired() {
            return fired;
        }

        /** Writes the mean over {@code rows} of each term that the objective has. */
        void report(Map<String, Double> terms, int rows) {
            if (l1 != null) {
                terms.put(L1.NAME, l1Sum / rows);
            }
            if (tanh != null) {
                terms.put(L0Tanh.NAME, tanhSum / rows);
            }
            if (hasStep) {
                terms.put(L0Step.NAME, (double) fired / rows);
            }
        }
    }
}
