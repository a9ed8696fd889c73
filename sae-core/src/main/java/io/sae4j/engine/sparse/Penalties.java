package io.sae4j.engine.sparse;

import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.loss.FlooredPower;
import io.sae4j.loss.L0Quadratic;
import io.sae4j.loss.L0Step;
import io.sae4j.loss.L1;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.Lp;
import io.sae4j.loss.PreActivation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The loss terms over codes, with their gradients by hand: sums of activations (L1), of functions of sizes ({@link
 * SizePenalty}), norms of rows of sizes ({@link Lp}), and functions of the number that fires. Weights are those of the present step, divided by the number of
 * rows.
 *
 * <p>{@link PreActivation} is a sum over what does <em>not</em> fire. Its gradient by z is the same constant for all of
 * those, so it is taken for all rows, and codes that fire get it back; see {@link FeatureGradients}.
 */
final class Penalties {
    private final boolean hasPlainL1;
    private final SizePenalty[] sizes;
    private final float[] sizeWeights;
    private final @Nullable Lp rowNorm;
    private final @Nullable PreActivation preActivation;
    private final @Nullable L0Quadratic quadratic;
    private final boolean hasStep;

    private float plainWeight;
    private double rowNormWeight;
    private double stepWeight;
    private double quadraticWeight;
    private float gateWeight;
    private float preActivationWeight;

    Penalties(ObjectiveSpec spec) {
        hasPlainL1 = spec.losses().stream().anyMatch(loss -> loss.term() instanceof L1 l1 && !l1.decoderNorms());
        sizes = spec.losses().stream()
                .map(loss -> SizePenalty.of(loss.term()))
                .filter(Objects::nonNull)
                .toArray(SizePenalty[]::new);
        sizeWeights = new float[sizes.length];
        rowNorm = find(spec, Lp.class);
        preActivation = find(spec, PreActivation.class);
        quadratic = find(spec, L0Quadratic.class);
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
        plainWeight = hasPlainL1 ? (float) weight(settings, L1.NAME, rows) : 0f;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i].begin(settings);
            sizeWeights[i] = (float) weight(settings, sizes[i].name(), rows);
        }
        rowNormWeight = weight(settings, Lp.NAME, rows);
        preActivationWeight = (float) weight(settings, PreActivation.NAME, rows);
        stepWeight = weight(settings, L0Step.NAME, rows);
        quadraticWeight = weight(settings, L0Quadratic.NAME, rows);
        gateWeight = (float) stepWeight;
    }

    private static double weight(StepSettings settings, String name, int rows) {
        return settings.coefficients().getOrDefault(name, 0.0) / rows;
    }

    /** Whether gradients depend on how much fires in the whole batch: {@link #setL0} is called then before any is asked for. */
    boolean needL0() {
        return quadratic != null;
    }

    /** @param l0 mean number of features that fire on a row of the batch */
    void setL0(double l0) {
        if (quadratic != null) {
            gateWeight = (float) (stepWeight + quadraticWeight * quadratic.slope(l0));
        }
    }

    /** Whether nothing but L1 without norms acts, if anything. */
    boolean isPlainL1() {
        return sizes.length == 0 && rowNorm == null && preActivation == null && quadratic == null && !hasStep;
    }

    /** Gradient by an activation, of the term that is a sum of them. */
    float plainWeight() {
        return plainWeight;
    }

    /** Whether a row's powers are summed before any gradient of the row is asked for. */
    boolean actOnRows() {
        return rowNorm != null;
    }

    /** What a code of this size adds to the sum of its row's powers. */
    double power(float size) {
        return rowNorm == null ? 0 : FlooredPower.value(size, rowNorm.exponent());
    }

    /** Gradient by the sum of a row's powers. */
    float byPowers(double sum) {
        return rowNorm == null ? 0f : (float) (rowNormWeight * rowNorm.slope(sum));
    }

    /**
     * Gradient by the size of a code.
     *
     * @param byPowers that by the sum of its row's powers
     */
    float bySize(float size, float byPowers) {
        float gradient = rowNorm == null ? 0f : byPowers * (float) FlooredPower.slope(size, rowNorm.exponent());
        for (int i = 0; i < sizes.length; i++) {
            gradient += sizeWeights[i] * (float) sizes[i].slope(size);
        }
        return gradient;
    }

    /** Gradient by a gate, which is 1 where a feature fires; it goes where the straight-through estimator lets it. */
    float gateWeight() {
        return gateWeight;
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
        private double plainSum;
        private final double[] sizeSums = new double[sizes.length];
        private final double[] reportedSums = new double[sizes.length];
        private double rowNorms;
        private long fired;

        void add(float activation, float size) {
            fired++;
            plainSum += activation;
            for (int i = 0; i < sizes.length; i++) {
                sizeSums[i] += sizes[i].value(size);
                reportedSums[i] += sizes[i].reported(size);
            }
        }

        /** Adds a row whose powers have this sum. */
        void addRow(double powers) {
            if (rowNorm != null) {
                rowNorms += rowNorm.norm(powers);
            }
        }

        /** Adds {@code count} firings with activations of this sum, where L1 is plain. */
        void addPlain(double activations, int count) {
            fired += count;
            plainSum += activations;
        }

        void add(Values other) {
            plainSum += other.plainSum;
            Arrays.setAll(sizeSums, i -> sizeSums[i] + other.sizeSums[i]);
            Arrays.setAll(reportedSums, i -> reportedSums[i] + other.reportedSums[i]);
            rowNorms += other.rowNorms;
            fired += other.fired;
        }

        long fired() {
            return fired;
        }

        /** Writes the mean over {@code rows} of each term that the objective has. */
        void report(Map<String, Double> terms, int rows) {
            double l0 = (double) fired / rows;
            if (hasPlainL1) {
                terms.put(L1.NAME, plainSum / rows);
            }
            for (int i = 0; i < sizes.length; i++) {
                terms.put(sizes[i].name(), sizeSums[i] / rows);
            }
            if (rowNorm != null) {
                terms.put(Lp.NAME, rowNorms / rows);
            }
            if (hasStep) {
                terms.put(L0Step.NAME, l0);
            }
            if (quadratic != null) {
                terms.put(L0Quadratic.NAME, quadratic.value(l0));
            }
        }

        /** What terms report to their schedules, by term and name. */
        Map<String, Map<String, Double>> reported(int rows) {
            Map<String, Map<String, Double>> reported = new HashMap<>();
            for (int i = 0; i < sizes.length; i++) {
                Map<String, Double> ofTerm = sizes[i].report(sizeSums[i] / rows, reportedSums[i] / rows);
                if (!ofTerm.isEmpty()) {
                    reported.put(sizes[i].name(), ofTerm);
                }
            }
            return reported;
        }
    }
}
