package io.sae4j.engine.sparse;

import io.sae4j.engine.StepSettings;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of one feature at a time, from its own samples: {@code ∂w_dec = Σ f·G}, {@code ∂w_enc = Σ dz·x}, and those of
 * its bias and threshold.
 *
 * <p>The pre-activation loss {@code p·Σ max(θ − z, 0)·‖w‖} gives z the gradient {@code −p·‖w‖} on each row where the feature
 * does not reach its threshold. That is nearly all of them, but the sum of their inputs is the sum of all inputs less that
 * of the rows where it fires; and the sum of its z over all rows is {@code w·Σx + N·b}. So the term costs a row per
 * feature, not a row per sample.
 */
final class FeatureGradients {
    private static final float SMALLEST_NORM = 1e-15f;

    private final SaeState state;
    private final Thresholds thresholds;
    private final Penalties penalties;
    private final BatchRows rows;
    private final FeatureCodes codes;
    private final @Nullable Auxiliary auxiliary;
    private final @Nullable FeatureCodes auxiliaryCodes;
    private final double[] shortfalls;
    private boolean[] dead = new boolean[0];
    private float[] inputSum = new float[0];

    FeatureGradients(
            SaeState state,
            Thresholds thresholds,
            Penalties penalties,
            BatchRows rows,
            FeatureCodes codes,
            @Nullable Auxiliary auxiliary,
            @Nullable FeatureCodes auxiliaryCodes) {
        this.state = state;
        this.thresholds = thresholds;
        this.penalties = penalties;
        this.rows = rows;
        this.codes = codes;
        this.auxiliary = auxiliary;
        this.auxiliaryCodes = auxiliaryCodes;
        shortfalls = new double[penalties.hasPreActivation() ? state.encoder.features() : 0];
    }

    void begin(StepSettings settings) {
        dead = settings.dead();
        Arrays.fill(shortfalls, 0);
    }

    /** Takes the sum of the inputs over the batch, before the gradients of any feature are asked for. */
    void setInputSum(float[] inputSum) {
        this.inputSum = inputSum;
    }

    private boolean hasAuxiliary(int j) {
        return auxiliary != null
                && auxiliaryCodes != null
                && auxiliary.isActive()
                && auxiliaryCodes.start[j] < auxiliaryCodes.start[j + 1];
    }

    /** Whether feature {@code j} gets gradients for its rows in this step. */
    boolean touches(int j) {
        return codes.reachesRows[j] || hasAuxiliary(j) || penalties.countsShortfall(dead[j]);
    }

    /** Adds the gradients of feature {@code j}'s rows, but for those of {@link DensePass}. */
    void addRows(int j, float[] encoder, float[] decoder) {
        float pull = pull(j);
        if (pull != 0) {
            giveBack(pull, j);
            RowMath.add(-pull, inputSum, encoder);
        }
        gather(codes.value, codes, j, 1f, rows.gradientsOf(rows.nesting.levelOf(j)), decoder);
        gather(codes.gradient, codes, j, 1f, rows.inputs, encoder);
        if (auxiliary != null && auxiliaryCodes != null && hasAuxiliary(j)) {
            float weight = auxiliary.weight();
            gather(auxiliaryCodes.value, auxiliaryCodes, j, weight, auxiliary.gradients(), decoder);
            gather(auxiliaryCodes.gradient, auxiliaryCodes, j, weight, rows.inputs, encoder);
        }
        double byNorm = codes.normGradient[j];
        if (penalties.countsShortfall(dead[j])) {
            double shortfall = shortfall(j);
            shortfalls[j] = shortfall * state.penaltyNorms[j];
            byNorm += penalties.preActivationWeight() * shortfall;
        }
        if (byNorm != 0) {
            addByNorm(byNorm, j, decoder);
        }
    }

    private void addByNorm(double byNorm, int j, float[] decoder) {
        if (!state.partNorms.isWhole()) {
            state.partNorms.addSlope((float) byNorm, state.decoder.value[j], decoder);
            return;
        }
        float norm = Math.max(state.decoderNorms[j], SMALLEST_NORM);
        RowMath.add((float) (byNorm / norm), state.decoder.value[j], decoder);
    }

    /** Adds what rows on which feature {@code j} fires took, with all others, from the gradient of its z. */
    private void giveBack(float pull, int j) {
        for (int i = codes.start[j]; i < codes.start[j + 1]; i++) {
            codes.gradient[i] += codes.value[i] != 0 ? pull : 0f;
        }
    }

    /** What each row on which feature {@code j} does not reach its threshold takes from the gradient of its z. */
    float pull(int j) {
        return penalties.countsShortfall(dead[j]) ? penalties.preActivationWeight() * state.penaltyNorms[j] : 0f;
    }

    private double shortfall(int j) {
        double n = rows.count();
        double all = n * thresholds.value[j]
                - RowMath.dot(inputSum, state.encoder.value[j])
                - n * state.encoderBias.value[j];
        return all + codes.valueSum[j] - (double) codes.firings[j] * thresholds.value[j];
    }

    /** The unweighted mean over rows of the pre-activation loss; asked after the rows of all features were added. */
    double preActivationValue() {
        double sum = 0;
        for (double shortfall : shortfalls) {
            sum += shortfall;
        }
        return sum / rows.count();
    }

    float biasGradient(int j) {
        double gradient = codes.biasGradient[j] - (double) pull(j) * (rows.count() - codes.firings[j]);
        if (auxiliary != null && auxiliaryCodes != null && hasAuxiliary(j)) {
            gradient += auxiliary.weight() * auxiliaryCodes.biasGradient[j];
        }
        return (float) gradient;
    }

    float thresholdGradient(int j) {
        double gradient = codes.thresholdGradient[j] + (double) pull(j) * (rows.count() - codes.firings[j]);
        return (float) thresholds.toParameter(gradient, j);
    }

    private static void gather(
            float[] coefficient, FeatureCodes codes, int j, float scale, float[][] rows, float[] out) {
        RowMath.gather(coefficient, codes.row, codes.start[j], codes.start[j + 1], scale, 0f, rows, out);
    }
}
